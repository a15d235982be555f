// Calls compiled functions and prints each result as a line of JSON; a Map is what Python calls a dict, and names that
// JavaScript reserves end in a dollar.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const order = process.argv[2];
const plain = (value) => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value === undefined ? null : value;
};
for (const [module, name, args] of JSON.parse(readFileSync(order, "utf8"))) {
  let result;
  try {
    const loaded = await import(pathToFileURL(join(dirname(order), `${module}.js`)));
    result = { value: plain(await (loaded[name] ?? loaded[`${name}$`])(...args)) };
  } catch (error) {
    result = { error: String(error) };
  }
  console.log(JSON.stringify(result));
}
