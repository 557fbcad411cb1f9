import type { Node } from "web-tree-sitter";
import { simpleName } from "./program.ts";

const asyncTypes = new Set(["Task", "ValueTask", "IAsyncEnumerable"]);

/** The name that the SDK derives from a method, in snake case or, before 0.3.0-preview.2, as written: `GetItemAsync` -> `get_item`. https://github.com/modelcontextprotocol/csharp-sdk */
export function deriveName(method: Node, snakeCase: boolean): string {
  const name = method.childForFieldName("name")?.text ?? "";
  const returns = method.childForFieldName("returns") ?? method.childForFieldName("type");
  const isAsync = asyncTypes.has(simpleName(returns)) && /.Async$/.test(name);
  const bare = isAsync ? name.slice(0, -"Async".length) : name;
  const plain = bare.replaceAll(/[^\dA-Za-z]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return snakeCase ? toSnakeCase(plain === "" ? name : plain) : plain === "" ? name : plain;
}

/** As JsonNamingPolicy.SnakeCaseLower does it: `SHA512Hash` -> `sha512_hash`. */
export function toSnakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase();
}

/** `MaxItems` -> `maxItems`, `URLPath` -> `urlPath`: as JsonNamingPolicy.CamelCase does it. */
export function toCamelCase(name: string): string {
  return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}
