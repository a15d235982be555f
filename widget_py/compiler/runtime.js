// What JavaScript lacks and compiled Python needs; the bundler keeps only what is used.
export class $LookupError extends Error {}
export class $KeyError extends $LookupError {}
export class $IndexError extends $LookupError {}
export class $ValueError extends Error {}
export class $RuntimeError extends Error {}
export class $AssertionError extends Error {}
export class $ArithmeticError extends Error {}
export class $ZeroDivisionError extends $ArithmeticError {}

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
const within = (list, index, what) => {
  const at = index < 0 ? index + list.length : index;
  if (at < 0 || at >= list.length) throw new $IndexError(what);
  return at;
};
export const $take = (list, index) => list.splice(within(list, index, "pop index out of range"), 1)[0];
export const $erase = (list, index) => {
  list.splice(within(list, index, "list assignment index out of range"), 1);
};
export const $index = (list, item) => {
  const at = list.indexOf(item);
  if (at < 0) throw new $ValueError("it is not in the list");
  return at;
};
export const $discard = (list, item) => {
  list.splice($index(list, item), 1);
};
export const $count = (list, item) => list.filter((each) => each === item).length;
export const $repeat = (list, times) => Array.from({ length: Math.max(times, 0) }).flatMap(() => list);
export const $exactly = (list, count) => {
  if (list.length < count) throw new $ValueError(`not enough values to unpack (expected ${count}, got ${list.length})`);
  if (list.length > count) throw new $ValueError(`too many values to unpack (expected ${count})`);
  return list;
};
export const $atleast = (list, count) => {
  if (list.length < count) throw new $ValueError(`not enough values to unpack (expected at least ${count}, got ${list.length})`);
  return list;
};
export const $stride = (list, start, end, step) => {
  const size = list.length, back = step < 0;
  const within = (at, otherwise) =>
    at === null ? otherwise : Math.min(Math.max(at < 0 ? at + size : at, back ? -1 : 0), back ? size - 1 : size);
  const first = within(start, back ? size - 1 : 0), last = within(end, back ? -1 : size), found = [];
  for (let at = first; back ? at > last : at < last; at += step) found.push(list[at]);
  return found;
};
export const $collect = (items, make) => {
  const list = [];
  for (const item of items) list.push(make(item));
  return list;
};
export const $gather = (items, make) => {
  const list = [];
  for (const item of items) list.push(...make(item));
  return list;
};

// Equality by value, and the order of numbers, texts (by character) and of lists of them.
export const $equal = (a, b) =>
  (a ?? null) === (b ?? null) ||
  (Array.isArray(a)
    ? Array.isArray(b) && a.length === b.length && a.every((item, at) => $equal(item, b[at]))
    : a instanceof Map
      ? b instanceof Map && a.size === b.size && [...a].every(([key, item]) => b.has(key) && $equal(item, b.get(key)))
      : a instanceof Set && b instanceof Set && a.size === b.size && [...a].every((item) => b.has(item)));
export const $has = (list, wanted) => list.some((item) => $equal(item, wanted));
const points = (text) => Array.from(text, (letter) => letter.codePointAt(0));
export const $order = (a, b) => {
  if (typeof a === "string") return $order(points(a), points(b));
  if (!Array.isArray(a)) return a - b;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const order = $order(a[at], b[at]);
    if (order) return order;
  }
  return a.length - b.length;
};
export const $sorted = (items, key, sign) =>
  Array.from(items, (item) => [key(item), item]).sort((a, b) => sign * $order(a[0], b[0])).map((pair) => pair[1]);
export const $best = (items, key, sign, fallback) => {
  const [first] = Array.from(items, (item) => [key(item), item]).sort((a, b) => sign * $order(a[0], b[0]));
  if (!first && fallback === undefined) throw new $ValueError("there is nothing to choose from");
  return first ? first[1] : fallback;
};
export const $truth = (value) =>
  value !== value ||
  (Array.isArray(value)
    ? value.length > 0
    : value instanceof Map || value instanceof Set
      ? value.size > 0
      : value && Object.getPrototypeOf(value) === Object.prototype
        ? Object.keys(value).length > 0
        : !!value);

// Whole numbers. `+ 0` makes -0, which Python's ints do not have, a plain 0.
export const $mod = (a, b) => {
  if (!b) throw new $ZeroDivisionError("division by zero");
  const rest = a % b;
  return (rest && rest < 0 !== b < 0 ? rest + b : rest) + 0;
};
export const $floordiv = (a, b) => {
  const rest = $mod(a, b), cut = a % b; // `a - rest` could leave the exact numbers, `a - cut` does not
  return (a - cut) / b - (rest === cut + 0 ? 0 : 1) + 0;
};
export const $div = (a, b) => {
  if (!b) throw new $ZeroDivisionError("division by zero");
  return a / b;
};
export const $divmod = (a, b) => [$floordiv(a, b), $mod(a, b)];
export const $round = (number) => {
  const near = Math.round(number);
  if (!Number.isFinite(near)) throw new $ValueError("it has no whole number near it");
  return (Math.abs(number % 1) === 0.5 && near % 2 ? near - 1 : near) + 0;
};
export const $int = (text) => {
  const digits = $strip(text);
  const number = /^[+-]?[0-9]+(?:_[0-9]+)*$/.test(digits) ? Number(digits.replaceAll("_", "")) + 0 : NaN;
  if (!Number.isSafeInteger(number)) throw new $ValueError(`invalid literal for int() with base 10: '${text}'`);
  return number;
};

// Numbers as text: halves go to the even digit, as in Python.
export const $fixed = (number, digits) => {
  if (!Number.isFinite(number)) return number !== number ? "nan" : number < 0 ? "-inf" : "inf";
  const size = Math.abs(number), sign = number < 0 || Object.is(number, -0) ? "-" : "";
  if (size >= 1e21) return `${sign}${BigInt(size)}${digits ? `.${"0".repeat(digits)}` : ""}`;
  const text = size.toFixed(digits), half = (size * 2 ** (digits + 1)) % 2 === 1;
  return sign + (half && "13579".includes(text.at(-1)) ? size.toFixed(digits + 1).slice(0, -1).replace(/\.$/, "") : text);
};
export const $grouped = (text) => text.replace(/\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ","));
export const $pad = (text, width, align, fill) => {
  const room = Math.max(width - $length(text), 0), left = align === "<" ? 0 : align === "^" ? room >> 1 : room;
  const sign = align === "=" && /^[+-]/.test(text) ? text[0] : "";
  return sign + fill.repeat(left) + text.slice(sign.length) + fill.repeat(room - left);
};
export const $text = (value) =>
  Array.isArray(value)
    ? `[${value.map($text).join(", ")}]`
    : typeof value === "boolean"
      ? value ? "True" : "False"
      : String(value ?? "None");

export const $value = (map, key) => {
  if (!map.has(key)) throw new $KeyError(String(key));
  return map.get(key);
};
export const $remove = (map, key) => {
  if (!map.delete(key)) throw new $KeyError(String(key));
};
export const $get = (map, key, fallback) => (map.has(key) ? map.get(key) : fallback);
export const $popitem = (map, key, ...fallback) => {
  const value = fallback.length && !map.has(key) ? fallback[0] : $value(map, key);
  map.delete(key);
  return value;
};
export const $setdefault = (map, key, value) => {
  if (!map.has(key)) map.set(key, value);
  return map.get(key);
};
export const $update = (map, more) => {
  for (const [key, value] of more) map.set(key, value);
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

export const $starts = (text, marks) => marks.some((mark) => text.startsWith(mark));
export const $ends = (text, marks) => marks.some((mark) => text.endsWith(mark));
export const $find = (text, mark) => {
  const at = text.indexOf(mark);
  return at < 0 ? -1 : $length(text.slice(0, at));
};
export const $split = (text, mark, times) => {
  const parts = text.split(mark);
  return times < 0 || parts.length <= times ? parts : [...parts.slice(0, times), parts.slice(times).join(mark)];
};
export const $lines = (text) => {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  return lines.at(-1) ? lines : lines.slice(0, -1);
};

// Steps one by one, as Python's own lazy functions do.
export const $enumerate = function* (items, at) {
  for (const item of items) yield [at++, item];
};
export const $map = function* (work, items) {
  for (const item of items) yield work(item);
};
export const $filter = function* (wanted, items) {
  for (const item of items) if (wanted(item)) yield item;
};
export const $reversed = function* (list) {
  for (let at = list.length - 1; at >= 0 && at < list.length; at--) yield list[at];
};
export const $zip = function* (strict, ...lists) {
  const all = lists.map((list) => list[Symbol.iterator]());
  for (;;) {
    const row = all.map((each) => each.next()), ended = row.filter((each) => each.done).length;
    if (ended && ended < row.length && strict) throw new $ValueError("zip() arguments differ in length");
    if (ended) return;
    yield row.map((each) => each.value);
  }
};
export const $range = function* (start, end, step) {
  for (let i = start; step > 0 ? i < end : i > end; i += step) yield i;
};
