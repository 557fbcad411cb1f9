import { honest, honestFiles, type Honest } from "./honest.ts";
import type { Hostile } from "./hostile.ts";

/** How a language writes what is nested and what is long; `x` stands where something deeper goes. */
interface Dialect {
  extractor: string;
  extension: string;
  /** A file around one expression. */
  file(expression: string): string;
  /** What opens and closes, one a kind. */
  brackets: [open: string, close: string][];
  /** What concatenates two texts. */
  plus: string;
  /** What starts a text, or a comment, and never ends it. */
  unterminated: string[];
}

const c = ['"never closed', "/* never closed", "'"];

const dialects: Dialect[] = [
  {
    extractor: "typescript",
    extension: "ts",
    file: (x) => `export const deep = ${x};\n`,
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["{a:", "}"],
      ["f(", ")"],
      ["()=>{", "}"],
      ["`${", "}`"],
      ["!", ""],
      ["a?b:", ""],
    ],
    plus: "+",
    unterminated: [...c, "`${", "/["],
  },
  {
    extractor: "python",
    extension: "py",
    file: (x) => `deep = ${x}\n`,
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["{1:", "}"],
      ["f(", ")"],
      ["lambda:", ""],
      ["not ", ""],
      ["-", ""],
      ["a if b else ", ""],
    ],
    plus: "+",
    unterminated: ['"""never closed', "'never closed", "f'{", "(", "@"],
  },
  {
    extractor: "go",
    extension: "go",
    file: (x) => `package main\n\nvar deep = ${x}\n`,
    brackets: [
      ["(", ")"],
      ["[]int{", "}"],
      ["f(", ")"],
      ["func(){", "}"],
      ["!", ""],
      ["*", ""],
    ],
    plus: "+",
    unterminated: [...c, "`never closed"],
  },
  {
    extractor: "rust",
    extension: "rs",
    file: (x) => `const DEEP: u8 = ${x};\n`,
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["{", "}"],
      ["f(", ")"],
      ["m!(", ")"],
      ["&", ""],
      ["if a {", "}"],
    ],
    plus: "+",
    unterminated: [...c, 'r#"never closed', "/*/*"],
  },
  {
    extractor: "java",
    extension: "java",
    file: (x) => `class Deep { Object deep = ${x}; }\n`,
    brackets: [
      ["(", ")"],
      ["new int[]{", "}"],
      ["f(", ")"],
      ["()->", ""],
      ["!", ""],
      ["a?b:", ""],
    ],
    plus: "+",
    unterminated: [...c, '"""never closed'],
  },
  {
    extractor: "kotlin",
    extension: "kt",
    file: (x) => `val deep = ${x}\n`,
    brackets: [
      ["(", ")"],
      ["{", "}"],
      ["f(", ")"],
      ["!", ""],
      ['"${', '}"'],
    ],
    plus: "+",
    unterminated: [...c, '"""never closed'],
  },
  {
    extractor: "csharp",
    extension: "cs",
    file: (x) => `class Deep { object deep = ${x}; }\n`,
    brackets: [
      ["(", ")"],
      ["new[]{", "}"],
      ["f(", ")"],
      ["()=>", ""],
      ["!", ""],
      ['$"{', '}"'],
    ],
    plus: "+",
    unterminated: [...c, '@"never closed', '"""never closed'],
  },
  {
    extractor: "php",
    extension: "php",
    file: (x) => `<?php\n$deep = ${x};\n`,
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["f(", ")"],
      ["function(){return ", ";}"],
      ["!", ""],
      ["a?b:", ""],
    ],
    plus: ".",
    unterminated: [...c, "<<<TEXT\nnever closed"],
  },
  {
    extractor: "ruby",
    extension: "rb",
    file: (x) => `deep = ${x}\n`,
    brackets: [
      ["(", ")"],
      ["[", "]"],
      ["{1=>", "}"],
      ["f(", ")"],
      ["->{", "}"],
      ["!", ""],
      ['"#{', '}"'],
    ],
    plus: "+",
    unterminated: ['"never closed', "<<~TEXT\nnever closed", "%w[", "=begin\n", "'#{"],
  },
];

const depth = 20_000;
const terms = 100_000;
const lineCharacters = 5_000_000;

/** For each language: all that is nested, a chain of operators, a line of 5 MB, and what never ends or is no text. */
export const nesting: Hostile[] = dialects.flatMap((dialect) => {
  const one = honest.find(({ extractor }) => extractor === dialect.extractor);
  return one === undefined ? [] : attacks(dialect, one);
});

function attacks(dialect: Dialect, one: Honest): Hostile[] {
  const { extractor, extension, file, brackets, plus, unterminated } = dialect;
  const folder = one.path.includes("/") ? one.path.slice(0, one.path.lastIndexOf("/") + 1) : "";
  const beside = (texts: string[]): Record<string, string> => ({
    ...honestFiles(one),
    ...Object.fromEntries(
      texts.map((text, index) => [`${folder}hostile${index}.${extension}`, text]),
    ),
  });
  return [
    {
      name: `${extractor}: each kind of bracket, ${depth} deep`,
      files: () =>
        beside(
          brackets.map(([open, close]) => file(open.repeat(depth) + "1" + close.repeat(depth))),
        ),
      tools: ["stays"],
      unresolved: "any",
    },
    {
      name: `${extractor}: brackets that are opened and never closed`,
      files: () => beside(brackets.map(([open]) => file(open.repeat(depth)))),
      tools: ["stays"],
      unresolved: "any",
    },
    {
      name: `${extractor}: a chain of ${terms} terms, and a line of ${lineCharacters} characters`,
      files: () =>
        beside([
          file(Array(terms).fill('"a"').join(plus)),
          file(`"${"a".repeat(lineCharacters)}"`),
        ]),
      tools: ["stays"],
      unresolved: "any",
    },
    {
      name: `${extractor}: what never ends, NUL, byte order marks and half characters`,
      files: () =>
        beside([
          ...unterminated.map((text) => file(text)),
          file('"\0"'),
          "\0".repeat(10_000),
          `\uFEFF\uFEFF${file("1")}`,
          file('"\uD800\uDC00\uDFFF\u202E\u2028"'),
          "\uD800".repeat(10_000),
        ]),
      tools: ["stays"],
      unresolved: "any",
    },
  ];
}
