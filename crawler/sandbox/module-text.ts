import path from "node:path/posix";
import { type Node, type Program, Visitor } from "oxc-parser";
import { parseWhole } from "../extractors/typescript/parse.ts";
import { home } from "./guest/settings.ts";

/** Code as esbuild gets it: it knows where it lies, and computed imports and requires find their modules when it runs; chosen ones are imported from the start. */
export function moduleText(
  file: string,
  text: string,
  isEntry: boolean,
  isChosen: (specifier: string) => boolean,
): string {
  const started = withoutMap(text).replace(/require\.main\s*===?\s*module/g, String(isEntry));
  // Last, for it must see what esbuild will.
  return withLoading(file, withPlace(file, started), isChosen);
}

/** Code with no comment that names a source map, which would be read from the host. */
function withoutMap(text: string): string {
  return text.replace(/(?<=[#@]\s{0,9})sourceMappingURL=/g, "sourceMappingURL:");
}

/** Code with its computed imports and requires as calls that find the module when it runs, and chosen ones as imports from the start. */
function withLoading(file: string, text: string, isChosen: (specifier: string) => boolean): string {
  if (!mayCompute.test(text)) return text;
  const parsed = parseWhole(file, text);
  // Left as it is, it would have esbuild search the host.
  if (parsed === undefined) throw new Error(`${file} can't be read`);
  const edits = mayComputeRequire.test(text) ? requireEdits(parsed.program) : [];
  let early = "";
  for (const { start, end, moduleRequest } of parsed.module.dynamicImports) {
    const named = text.slice(moduleRequest.start, moduleRequest.end);
    const specifier = /^(?:"([^"]*)"|'([^']*)'|`([^`$]*)`)$/.exec(named)?.slice(1).join("");
    if (specifier === undefined) {
      const load = `__almanac.load.bind(null,${JSON.stringify(file)})`;
      edits.push({ start, end: start + "import".length, text: load });
    } else if (parsed.module.hasModuleSyntax && isChosen(specifier)) {
      early += `import * as __almanac_${start} from ${JSON.stringify(specifier)};`;
      edits.push({ start, end, text: `Promise.resolve(__almanac_${start})` });
    }
  }
  let changed = "";
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at) continue;
    changed += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  changed += text.slice(at);
  return early + changed;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

function requireEdits(program: Program): Edit[] {
  const edits: Edit[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (first === undefined || !mayBeRequire(withoutTypes(callee))) return;
      for (const { start, end } of computed(first))
        edits.push({ start, end: start, text: "(0," }, { start: end, end, text: ")" });
    },
  }).visit(program);
  return edits;
}

/** `require`, and what may be `module.require`. */
function mayBeRequire(called: Node): boolean {
  if (called.type === "Identifier") return called.name === "require";
  if (called.type !== "MemberExpression") return false;
  const of = withoutTypes(called.object);
  return of.type === "Identifier" && of.name === "module";
}

/** `f`, `f!`, `f as any`, `<any>f` and `f<any>` call the same. */
function withoutTypes(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return withoutTypes(node.expression);
    default:
      return node;
  }
}

/** What may stand between a name and the bracket after it: comments, also those of HTML, and types. */
const between = String.raw`[/<-]|!(?!=)|as\b|satisfies\b`;
const oneText = String.raw`\s*\(\s*(?:"[^"\\\n]*"|'[^'\\\n]*')\s*\)`;
/** A require of something other than one text, or one by a name that isn't plain. */
const mayComputeRequire = new RegExp(
  [
    String.raw`\brequire(?!${oneText})\s*(?:[()?]|${between})`,
    String.raw`\bmodule\s*(?:\)\s*)*(?:\[|\?\.|${between})`,
    // The codes of their letters.
    String.raw`\\u(?:00|\{0*)(?:6[459cdfCDF]|7[125])`,
  ].join("|"),
);
const mayCompute = new RegExp(`\\bimport\\s*(?:[(.]|${between})|${mayComputeRequire.source}`);

/** The parts of a path that esbuild would look for in the folders of the host. */
function computed(path: Node): Node[] {
  if (path.type === "ConditionalExpression")
    return [...computed(path.consequent), ...computed(path.alternate)];
  const isText =
    path.type === "Literal" || (path.type === "TemplateLiteral" && path.expressions.length === 0);
  return isText ? [] : [path];
}

/** Code with where it lies, without another line. */
function withPlace(file: string, text: string): string {
  const bare = text.replace(/^#![^\n\r\u2028\u2029]*/, "");
  if (!/import\.meta|__(?:file|dir)name/.test(bare)) return bare;
  const at = `${home}/${file}`;
  const values = [
    ["__almanac_url", `file://${encodeURI(at)}`],
    ["__almanac_file", at],
    ["__almanac_folder", path.dirname(at)],
  ].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  values.push(`__almanac_resolve=__almanac.resolve.bind(null,${JSON.stringify(at)})`);
  return `var ${values.join(",")};${bare}`;
}
