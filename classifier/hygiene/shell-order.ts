import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

const order =
  "(?:\\b(?:curl|wget|iwr|invoke-webrequest)\\b[^|\\n]{1,200}\\|\\s*(?:sudo\\s+)?(?:\\w+/)*(?:ba|z|da|k)?sh\\b|\\b(?:curl|wget)\\b[^|\\n]{1,200}\\|\\s*(?:sudo\\s+)?(?:python3?|node|perl|iex)\\b|/dev/tcp/[\\w.]{1,60}/\\d|\\bbase64\\s+(?:-d|-D|--decode)\\b[^|\\n]{0,80}\\|\\s*(?:ba|z)?sh\\b|\\brm\\s+-rf\\s+(?:~|/(?:\\s|$|\\*)|\\$HOME))";
const pattern = new RegExp(order, "i");

export default {
  id: "shell-order",
  reason:
    "A command that loads code and runs it, or wipes a home, has no place in the text that a model reads.",
  nearMiss:
    "Commands that a tool lists as refused, and samples of a tool whose work is to run or judge commands.",
  needs: ({ marks }) => (marks & mark.shell) !== 0,
  find: ({ texts }) =>
    texts.flatMap(({ value, where, kind }) => {
      if (kind === "joined") return [];
      const found = pattern.exec(value);
      if (!found) return [];
      const lead = value.slice(Math.max(0, found.index - 120), found.index);
      if (
        /\b(?:block|refus|reject|forbid|forbidden|danger|never|not|den[iy]|prevent|e\.g|example|such as|install)\w*\b/i.test(
          lead,
        )
      )
        return [];
      return [
        {
          says: "holds a shell command that loads and runs code, or wipes files",
          quote: value.slice(Math.max(0, found.index - 60), found.index + found[0].length + 20),
          where,
        },
      ];
    }),
} satisfies Check;
