import path from "node:path";
import ts from "typescript";

/** Snippets that are to be of one type. */
export interface Group {
  name: string;
  /** Declares the type `Tool`. */
  head: string;
  bodies: string[];
}

/** Compiles each group as a module of that folder, whose packages it may import, without writing any; gives the errors of a group by its name. */
export function typeErrors(groups: Group[], folder: string): (name: string) => string[] {
  const sources = new Map(
    groups.map(({ name, head, bodies }) => {
      const each = bodies.map((body) => `(${body.trim()}) satisfies Tool,`);
      return [
        path.join(folder, `${name}.ts`),
        `${head}\nexport default [\n${each.join("\n")}\n];\n`,
      ];
    }),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...more) => {
    const source = sources.get(file);
    return source === undefined
      ? getSourceFile(file, language, ...more)
      : ts.createSourceFile(file, source, language);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return (name) => {
    const file = program.getSourceFile(path.join(folder, `${name}.ts`));
    return ts
      .getPreEmitDiagnostics(program, file)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  };
}
