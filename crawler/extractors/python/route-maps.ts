import { callValue } from "./call.ts";
import { itemsOf } from "./items.ts";
import type { Run } from "./run.ts";
import { external, isComposite, likeliest, textOf, type Made, type Value } from "./values.ts";

/** What a route is told by: `GET /users/{id}` with its tags. */
export interface Route {
  path: string;
  method: string;
  tags: string[];
}

const tool = "TOOL";
const maxPath = 200;

/**
 * Whether a server makes a tool of a route: as the first of its route maps that fits says, then its own function; undefined
 * when that cannot be told. https://gofastmcp.com/integrations/openapi#route-mapping
 */
export function becomesTool(
  run: Run,
  server: Made,
  route: Route,
  described: Made,
): boolean | undefined {
  let type: string | undefined = tool;
  const maps = given(server, "route_maps");
  if (maps !== undefined) {
    const { items, open } = itemsOf(maps);
    type = open ? undefined : firstFitting(items, route);
  }
  const choose = given(server, "route_map_fn");
  if (choose === undefined) return type === undefined ? undefined : type === tool;
  const chosen = callValue(
    run,
    choose,
    {
      positional: [described, external(`fastmcp.MCPType.${type ?? tool}`)],
      keywords: new Map(),
      open: false,
    },
    server.at,
  );
  if (chosen === null) return type === undefined ? undefined : type === tool;
  return typeOf(chosen) === undefined ? type === tool : typeOf(chosen) === tool;
}

function given(server: Made, keyword: string): Value | undefined {
  const value = server.keywords.get(keyword);
  return value === undefined || value === null ? undefined : likeliest(value);
}

function firstFitting(maps: Value[], route: Route): string | undefined {
  for (const each of maps) {
    const map = likeliest(each);
    if (!isComposite(map) || map.kind !== "made") return undefined;
    const answer = fits(map, route);
    if (answer === undefined) return undefined;
    if (answer) return typeOf(given(map, "mcp_type") ?? given(map, "route_type") ?? null);
  }
  return tool;
}

function fits(map: Made, { path, method, tags }: Route): boolean | undefined {
  const methods = given(map, "methods") ?? map.positional[0];
  if (methods !== undefined && methods !== "*") {
    const { items, open } = itemsOf(methods);
    if (!items.map(textOf).includes(method)) return open ? undefined : false;
  }
  const pattern = given(map, "pattern") ?? map.positional[1];
  const matched = pattern === undefined ? true : search(pattern, path);
  if (matched !== true) return matched;
  const wanted = itemsOf(given(map, "tags") ?? { kind: "list", type: "set", items: [] });
  return wanted.open ? undefined : wanted.items.every((item) => tags.includes(textOf(item) ?? ""));
}

/** `re.search` for patterns that end soon: few repetitions, none inside another, nothing referred back to. */
function search(pattern: Value, path: string): boolean | undefined {
  const value = likeliest(pattern);
  const source =
    isComposite(value) && value.kind === "made" && value.path === "re.compile"
      ? textOf(value.positional[0])
      : textOf(value);
  if (source === undefined || source.length > maxPath || path.length > maxPath) return undefined;
  const repetitions = source.match(/[*+{]/g)?.length ?? 0;
  if (repetitions > 3 || /[*+}?]\)*[*+{]|\([^)]*[*+{][^)]*\)[*+{]|\\\d/.test(source))
    return undefined;
  try {
    return new RegExp(source.replaceAll("(?P<", "(?<")).test(path);
  } catch {
    return undefined;
  }
}

function typeOf(value: Value): string | undefined {
  const likely = likeliest(value);
  const text = isComposite(likely) && likely.kind === "external" ? likely.path : textOf(likely);
  const name = text?.slice(text.lastIndexOf(".") + 1);
  return name === "IGNORE" ? "EXCLUDE" : name;
}
