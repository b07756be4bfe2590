// Figures as tables that a person reads.

const LABELS = { portolan: "portolan, highlighted", hugo: "Hugo, highlighted", hugo_plain: "Hugo, no highlighting" };

/** Columns as wide as what stands in them; the first to the left, the others to the right. */
export function table(head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const aligned = (cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]));
  const draw = (line) => line.map(aligned).join("  ").trimEnd();
  return [draw(lines[0]), widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1).map(draw)].join("\n");
}

const round = (value, digits = 2) => value.toFixed(digits);
const mb = (bytes) => (bytes / 1e6).toFixed(1);
const kb = (bytes) => (bytes / 1e3).toFixed(1);

function inMemory({ tools }) {
  const columns = [
    ["wall s", (each) => round(each.wall)],
    ["CPU s", (each) => round(each.cpu)],
    ["peak MB", (each) => round(each.peak_mb, 0)],
    ["README pages", (each) => each.pages],
    ["pages/s", (each) => round(each.pages_per_second, 0)],
    ["CPU ms/page", (each) => round(each.cpu_ms_per_page, 3)],
    ["HTML in all", ({ site }) => site.html_pages],
    ["highlighted", ({ site }) => site.highlighted_pages],
    ["site MB", ({ site }) => mb(site.bytes)],
    ["page KB", ({ site }) => kb(site.readme_page_bytes)],
    ["gzip KB", ({ site }) => kb(site.readme_page_gzip_bytes)],
  ];
  const rows = Object.entries(tools).map(([name, each]) => [LABELS[name], ...columns.map(([, show]) => show(each))]);
  return table(["output in memory", ...columns.map(([title]) => title)], rows);
}

function onDisk({ disk, tools }) {
  const line = (name, { wall, cpu, peak_mb }, ratio, rewritten) => [
    name, round(wall), round(cpu), peak_mb === undefined ? "" : round(peak_mb, 0), ratio, rewritten,
  ];
  const { files } = tools.portolan.site;
  const { floor, first, unchanged, changed } = disk;
  return table(
    ["output on disk", "wall s", "CPU s", "peak MB", "of first", "files written"],
    [
      line("write-only floor", { wall: floor.seconds, cpu: floor.cpu }, "", floor.files),
      line("portolan, first build", first, "1.000", files),
      line("portolan, nothing changed", unchanged, round(disk.unchanged_ratio, 3), disk.unchanged_rewritten),
      line("portolan, one README changed", changed, round(disk.changed_ratio, 3), disk.changed_rewritten),
    ],
  );
}

function stages({ stages: found, tools }) {
  const { pages, wall } = tools.portolan;
  const share = (seconds) => `${round((100 * seconds) / wall, 0)} %`;
  const rows = Object.entries(found).map(([name, seconds]) => [
    name, round(seconds, 3), round(pages / seconds, 0), share(seconds),
  ]);
  const outside = wall - Object.values(found).reduce((total, seconds) => total + seconds, 0);
  rows.push(["outside of the stages", round(outside, 3), "", share(outside)]);
  return table(["stage of portolan, in memory", "s", "pages/s", "of wall"], rows);
}

function listed(title, files, count) {
  const lines = files.map((file) => `  ${file}`);
  if (count > files.length) lines.push(`  and ${count - files.length} more`);
  return [title, ...lines].join("\n");
}

function rewrites({ disk }) {
  const parts = [`First build less floor: ${round(disk.over_floor_ms_per_page, 3)} ms a page.`];
  if (disk.unchanged_rewritten) {
    parts.push(listed("Rewritten with nothing changed:", disk.unchanged_files, disk.unchanged_rewritten));
  }
  parts.push(listed("Rewritten for one README:", disk.changed_files, disk.changed_rewritten));
  if (disk.changed_other_pages) {
    parts.push(listed("Of these, pages that do not show it:", disk.changed_other_page_list, disk.changed_other_pages));
  }
  return parts;
}

/** Everything about one size. */
export function tellSize(summary, rounds) {
  const { projects, readme_mean_bytes, times_hugo, times_hugo_plain, times_hugo_cpu, times_hugo_plain_cpu } = summary;
  const parts = [
    `== ${projects} projects, README ${readme_mean_bytes} bytes in the mean, median of ${rounds} rounds ==`,
    inMemory(summary),
  ];
  if (times_hugo) {
    parts.push(
      `portolan makes ${round(times_hugo, 1)} times the pages a second of Hugo with highlighting, ` +
        `${round(times_hugo_plain, 1)} times those of Hugo without\n` +
        `(pages a CPU second, which noise moves less: ${round(times_hugo_cpu, 1)} and ${round(times_hugo_plain_cpu, 1)} times).`,
    );
  }
  if (summary.stages) parts.push(stages(summary));
  if (summary.disk) parts.push(onDisk(summary), ...rewrites(summary));
  return parts.join("\n\n");
}

/** How it grows, and what is met. */
export function tellVerdicts(verdicts, grown) {
  const parts = [];
  if (grown) {
    const { factor, wall, cpu, peak_mb, kb_per_project } = grown;
    parts.push(
      `With ${factor} times the projects: ${round(wall)} times the wall time, ${round(cpu)} times the CPU, ` +
        `${round(peak_mb)} times the peak memory (${round(kb_per_project, 1)} KB a project).`,
    );
  }
  if (verdicts.length) {
    const rows = verdicts.map(({ what, value, asked, met }) => [what, value, asked, met ? "met" : "MISSED"]);
    parts.push(table(["target", "found", "asked", "verdict"], rows));
  }
  return parts.join("\n\n");
}
