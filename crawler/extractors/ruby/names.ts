/** `AddTool` -> `add_tool`, as the `mcp` gem derives a tool's name from its class. */
export function underscore(name: string): string {
  return name
    .replaceAll(/(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z\d])(?=[A-Z])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** `Shop::AddTool` -> `ShopAddTool`, as the `fast-mcp` gem derives a tool's name from its class. */
export function withoutColons(name: string): string {
  return name.replaceAll(/[^\w-]/g, "").slice(0, 64);
}

/** `Shop::AddTool` -> `shop__add_tool`, as the `actionmcp` gem derives a tool's name from its class. */
export function pathName(name: string): string {
  return name
    .split("::")
    .filter((part) => part !== "")
    .map(underscore)
    .join("__");
}
