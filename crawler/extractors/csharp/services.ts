import type { Node } from "web-tree-sitter";
import { attributesOf } from "./attributes.ts";
import { isPlainType } from "./schema.ts";
import { simpleName, type Program } from "./program.ts";

/** Types that the SDK or the runtime hands to a method itself. */
const handed = new Set([
  "CancellationToken",
  "IServiceProvider",
  "IMcpServer",
  "McpServer",
  "RequestContext",
  "IProgress",
  "ClaimsPrincipal",
  "AIFunctionArguments",
  "HttpClient",
  "ToolInvocationContext",
  "FunctionContext",
]);
const handing = new Set(["FromKeyedServices", "FromServices"]);

/** Names of the types that the repository registers as services. */
export function registeredServices(program: Program): Set<string> {
  const services = new Set<string>();
  for (const [path, text] of program.files) {
    if (!path.endsWith(".cs")) continue;
    for (const match of text.matchAll(
      /\.(?:Try)?Add(?:Keyed)?(?:Singleton|Scoped|Transient|HttpClient|DbContext\w*|HostedService|Options)\s*(?:<\s*([\w.]+)|\(\s*(?:(?:_|\w+)\s*=>\s*)?(?:new\s+([\w.]+)|typeof\(\s*([\w.]+)))/g,
    )) {
      const name = match[1] ?? match[2] ?? match[3] ?? "";
      services.add(name.split(".").at(-1) ?? name);
    }
    for (const match of text.matchAll(
      /\.(?:Try)?Add(?:Singleton|Scoped|Transient)\(\s*(\w+)\s*\)/g,
    )) {
      const variable = match[1] ?? "";
      const declared = new RegExp(
        `(?:\\b([\\w.]+)\\s+${variable}\\s*=|\\bvar\\s+${variable}\\s*=\\s*new\\s+([\\w.]+))`,
      ).exec(text);
      const name = declared?.[1] === "var" ? undefined : declared?.[1];
      const created = new RegExp(`\\b${variable}\\s*=\\s*new\\s+([\\w.]+)`).exec(text)?.[1];
      for (const one of [name, created])
        if (one !== undefined) services.add(one.split(".").at(-1) ?? one);
    }
  }
  return services;
}

/** Whether a parameter is filled by the server and never by the client. */
export function isInjected(parameter: Node, program: Program, services: Set<string>): boolean {
  const attributes = attributesOf(parameter);
  if (attributes.some(({ name }) => handing.has(name))) return true;
  const type = parameter.childForFieldName("type");
  if (type === null || type.type === "implicit_type") return false;
  const name = simpleName(type);
  if (handed.has(name) || services.has(name)) return true;
  if (isPlainType(type)) return false;
  const [declared] = program.types(name);
  if (declared?.node.type === "interface_declaration") return true;
  if (declared !== undefined) return false;
  if (/^I[A-Z]\w*[a-z]/.test(name)) return true;
  return (
    !attributes.some((one) => one.name === "Description") &&
    /(?:Client|Service|Context|Factory|Provider|Manager|Accessor|Repository|Logger|Configuration|Options|Cache|Store|Connection)$/.test(
      name,
    )
  );
}
