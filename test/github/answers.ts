/** Bodies as GitHub's REST API sends them, with what a crawler has no use for filled in. */

export interface About {
  /** `owner/repo` */
  name: string;
  id: number;
  description?: string;
  /** SPDX id */
  license?: string;
  archived?: boolean;
  private?: boolean;
  branch: string;
}

const places = [
  "archive_url",
  "assignees_url",
  "blobs_url",
  "branches_url",
  "collaborators_url",
  "comments_url",
  "commits_url",
  "compare_url",
  "contents_url",
  "contributors_url",
  "deployments_url",
  "downloads_url",
  "events_url",
  "forks_url",
  "git_commits_url",
  "git_refs_url",
  "git_tags_url",
  "hooks_url",
  "issue_comment_url",
  "issue_events_url",
  "issues_url",
  "keys_url",
  "labels_url",
  "languages_url",
  "merges_url",
  "milestones_url",
  "notifications_url",
  "pulls_url",
  "releases_url",
  "stargazers_url",
  "statuses_url",
  "subscribers_url",
  "subscription_url",
  "tags_url",
  "teams_url",
  "trees_url",
];

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
export function repositoryAnswer(api: string, web: string, about: About): object {
  const [owner = "", name = ""] = about.name.split("/");
  const url = `${api}/repos/${about.name}`;
  const html = `${web}/${about.name}`;
  return {
    id: about.id,
    node_id: `R_${about.id}`,
    name,
    full_name: about.name,
    owner: userAnswer(api, web, owner),
    private: about.private ?? false,
    html_url: html,
    description: about.description ?? null,
    fork: false,
    url,
    ...Object.fromEntries(places.map((place) => [place, `${url}/${place.replace(/_url$/, "")}`])),
    git_url: `git:${html.replace(/^https?:/, "")}.git`,
    ssh_url: `git@github.com:${about.name}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: about.license === undefined ? null : licenseAnswer(api, about.license),
    forks: 0,
    forks_count: 0,
    stargazers_count: 1,
    watchers: 1,
    watchers_count: 1,
    size: 10,
    default_branch: about.branch,
    open_issues: 0,
    open_issues_count: 0,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: about.archived ?? false,
    disabled: false,
    visibility: about.private ? "private" : "public",
    pushed_at: "2025-01-02T03:04:05Z",
    created_at: "2025-01-02T03:04:05Z",
    updated_at: "2025-01-02T03:04:05Z",
    network_count: 0,
    subscribers_count: 1,
  };
}

/** https://docs.github.com/en/rest/commits/commits#get-a-commit */
export function commitAnswer(api: string, web: string, name: string, sha: string): object {
  const by = { name: "A", email: "a@example.com", date: "2025-01-02T03:04:05Z" };
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${api}/repos/${name}/commits/${sha}`,
    html_url: `${web}/${name}/commit/${sha}`,
    comments_url: `${api}/repos/${name}/commits/${sha}/comments`,
    commit: {
      url: `${api}/repos/${name}/git/commits/${sha}`,
      author: by,
      committer: by,
      message: "change",
      comment_count: 0,
      tree: { sha, url: `${api}/repos/${name}/git/trees/${sha}` },
    },
    author: userAnswer(api, web, "a"),
    committer: userAnswer(api, web, "a"),
    parents: [],
  };
}

export function errorAnswer(status: number, message: string): object {
  return { message, documentation_url: "https://docs.github.com/rest", status: String(status) };
}

/** https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user */
export function rateLimitAnswer(core: {
  limit: number;
  remaining: number;
  reset: number;
  used: number;
}): object {
  return { resources: { core, search: core }, rate: core };
}

function userAnswer(api: string, web: string, login: string): object {
  const url = `${api}/users/${login}`;
  const lists = [
    "followers",
    "following",
    "gists",
    "starred",
    "subscriptions",
    "organizations",
    "repos",
    "events",
  ];
  return {
    login,
    id: 1,
    node_id: "U_1",
    avatar_url: `${web}/${login}.png`,
    gravatar_id: "",
    url,
    html_url: `${web}/${login}`,
    ...Object.fromEntries(lists.map((list) => [`${list}_url`, `${url}/${list}`])),
    received_events_url: `${url}/received_events`,
    type: "Organization",
    site_admin: false,
  };
}

function licenseAnswer(api: string, spdx: string): object {
  const key = spdx.toLowerCase();
  return { key, name: spdx, spdx_id: spdx, url: `${api}/licenses/${key}`, node_id: `L_${key}` };
}
