import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify, engine } from "../../classifier/classify.ts";
import type { Annotations, Definition } from "../../model.ts";
import type { NewSection } from "../publish.ts";
import { type Hinted, agreementRows, judge } from "./agreement.ts";
import { seen } from "./label.ts";
import { chooseByLot, seed } from "./lot.ts";

/** What a server lists, at a commit. */
interface Listing {
  repo: string;
  commit: string;
  subdir?: string;
  language: string;
  tools?: (Definition & { annotations?: Annotations })[];
}

/** Compares labels made without annotations with the annotations, over files of what servers list. */
export function measureAgreement(folder: string, lot: number): NewSection[] {
  const tools: (Hinted & { commit: string })[] = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) => {
      const {
        repo,
        subdir,
        commit,
        language,
        tools: listed = [],
      } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Listing;
      const server = subdir ? `${repo}/${subdir}` : repo;
      return listed.flatMap(({ annotations, ...tool }) =>
        annotations === undefined
          ? []
          : [
              {
                server,
                language,
                commit,
                name: tool.name,
                annotations,
                found: classify({ ...seen(tool), server }),
              },
            ],
      );
    });
  const disagreeing = tools.filter((tool) => judge(tool).some((one) => !one.agrees));
  const chosen = chooseByLot(seed, disagreeing, lot, (tool) => `${tool.server}\0${tool.name}`);
  for (const tool of chosen) {
    const hints = judge(tool).filter((one) => !one.agrees);
    const said = hints.map(({ hint, declared }) => `${hint} ${declared}`).join(", ");
    console.log(
      `${tool.server}@${tool.commit} ${tool.name}: ${said}; labelled ${tool.found.category}`,
    );
  }
  return [
    {
      id: "agreement",
      title: "Agreement with the authors' annotations, by labels made without them",
      engine,
      command: "npm run labels -- --truth FOLDER",
      rows: agreementRows(tools),
    },
  ];
}
