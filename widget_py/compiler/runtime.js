// What JavaScript lacks and compiled Python needs; the bundler keeps only what is used.
export class $LookupError extends Error {}
export class $KeyError extends $LookupError {}
export class $IndexError extends $LookupError {}
export class $ValueError extends Error {}
export class $RuntimeError extends Error {}

export const $item = (list, index) => {
  const at = index < 0 ? index + list.length : index;
  if (at < 0 || at >= list.length) throw new $IndexError("list index out of range");
  return list[at];
};
export const $put = (list, index, value) => {
  const at = index < 0 ? index + list.length : index;
  if (at < 0 || at >= list.length) throw new $IndexError("list assignment index out of range");
  list[at] = value;
};
export const $pop = (list) => {
  if (!list.length) throw new $IndexError("pop from empty list");
  return list.pop();
};
export const $value = (map, key) => {
  if (!map.has(key)) throw new $KeyError(String(key));
  return map.get(key);
};
export const $remove = (map, key) => {
  if (!map.delete(key)) throw new $KeyError(String(key));
};

// Text: Python counts characters, JavaScript counts UTF-16 halves.
export const $length = (text) => [...text].length;
export const $slice = (text, start, end) => [...text].slice(start, end).join("");
export const $letter = (text, index) => $item([...text], index);

// White space is JavaScript's, without the byte order mark and with Python's separators.
export const $lstrip = (text) => text.replace(/^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/, "");
export const $rstrip = (text) => text.replace(/(?<![^\S\ufeff]|[\x1c-\x1f\x85])(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/, "");
export const $strip = (text) => text.replace(/^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+|(?<![^\S\ufeff]|[\x1c-\x1f\x85])(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/g, "");
export const $words = (text) => ((text = $strip(text)) ? text.split(/(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/) : []);
export const $partition = (text, mark) => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, "", ""] : [text.slice(0, at), mark, text.slice(at + mark.length)];
};
export const $removeprefix = (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
export const $removesuffix = (text, suffix) =>
  suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;

export const $range = function* (start, end, step) {
  for (let i = start; step > 0 ? i < end : i > end; i += step) yield i;
};
