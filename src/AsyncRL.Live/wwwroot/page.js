"use strict";
// Shows the events of one run: its tables as they grow, and the game that its agent plays. The curves of other runs are drawn beside its
// own. docs/live.md describes the events.

const $ = (id) => document.getElementById(id);
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const tables = { metrics: { columns: [], rows: [] }, threads: { columns: [], rows: [] } };
const newGame = (number) => ({ number, steps: [], values: [], rewards: [] });
let game = newGame(0);
let returns = [];
let source = null, run = {}, paused = false;
const problems = { game: "", tables: "" };
const mostRows = 10000;
let names = [], others = new Map(), isReading = false;

// The colors of runs, which people with the usual color blindness can tell apart (Okabe and Ito); the chosen run has the page's own.
const colors = ["#e69f00", "#009e73", "#cc79a7", "#7a7a7a", "#d55e00", "#8c8c00"];
const isChosen = (index) => index === $("run").selectedIndex;
const colorOf = (index) => isChosen(index) ? style("--accent") : colors[index % colors.length];

// Runs beyond the number of colors have dashes.
const dashesOf = (index) => isChosen(index) || index < colors.length ? [] : [6, 1 + (3 * Math.floor(index / colors.length))];

const number = (value) => value === null || value === undefined ? "–"
  : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-US")
  : Number(value.toPrecision(3)).toString();
const capital = (text) => text.startsWith("log") ? text : text[0].toUpperCase() + text.slice(1);
const words = (column) => column.replaceAll("_", " ");

// Listens to the chosen run. The server computes saliency only for pages that ask for it in the address.
function connect() {
  if (source) source.close();
  source = new EventSource(`events?run=${$("run").selectedIndex}${$("saliency").checked ? "&saliency=on" : ""}`);
  source.onopen = showState;
  source.onerror = (event) => {
    // A browser does not try again after an answer such as 401.
    $("state").textContent = event.target.readyState === EventSource.CLOSED
      ? "The command does not accept the secret of this page any more, or does not show this run. Open the address that it has printed."
      : "The connection is lost. The page tries again. If the command was started again and nothing comes, open the address that it has printed.";
  };
  for (const [kind, show] of Object.entries({ run: showRun, metrics: showMetrics, threads: showThreads, moment: showMoment, saliency: showSaliency, end: showEnd, status: showStatus, problem: showProblem }))
    source.addEventListener(kind, (event) => show(JSON.parse(event.data)));
}

// The metrics of the runs that are not chosen. A browser opens few connections to a server, so they are asked for one after the other.
async function readOthers() {
  if (isReading || !$("all").checked || document.hidden) return;
  const chosen = $("run").selectedIndex, found = new Map();
  isReading = true;
  for (let i = 0; i < names.length && isChosen(chosen); i++) {
    if (i === chosen) continue;
    const told = await fetch(`metrics.json?run=${i}`).then((answer) => answer.ok ? answer.json() : null).catch(() => null);
    if (told) found.set(i, told);
  }
  isReading = false;
  if (!isChosen(chosen)) { readOthers(); return; }
  others = found;
  drawCurve();
}

function chooseRun() {
  for (const table of Object.values(tables)) Object.assign(table, { columns: [], rows: [] });
  game = newGame(0);
  returns = [];
  $("games").textContent = "";
  others = new Map();
  connect();
  readOthers();
}

function showRun(told) {
  run = told;
  showWhetherSaliency();
  const threads = told.threads === 1 ? "1 actor-learner" : `${told.threads} actor-learners`;
  $("values-title").textContent = `${capital(told.valueName)} and rewards in this game`;
  $("about").textContent = `${told.algorithm} on ${told.environment}, network ${told.network}, ${threads}, seed ${told.seed}, `
    + `to agent step ${number(told.agentSteps)}`;
}

function add(name, told) {
  const table = tables[name];
  if (told.whole) table.rows = [];
  if (told.columns.length > 0) table.columns = told.columns;
  for (const row of told.rows) table.rows.push(row);
  if (table.rows.length > mostRows) { connect(); return; } // The server thins what it sends first.
  document.body.dataset.reports = tables.metrics.rows.length;
}

function showMetrics(told) {
  add("metrics", told);
  const select = $("column"), kept = select.value || "mean_return";
  const shown = tables.metrics.columns.filter((column) => !["agent_steps", "report"].includes(column));
  if ([...select.options].map((option) => option.value).join() !== shown.join()) {
    select.replaceChildren(...shown.map((column) => new Option(words(column), column)));
    select.value = shown.includes(kept) ? kept : shown[0];
  }
  drawCurve();
}

function showThreads(told) {
  add("threads", told);
  const { columns, rows } = tables.threads, thread = columns.indexOf("thread");
  const newest = new Map(rows.map((row) => [row[thread], row]));
  const head = document.createElement("tr"), shown = columns.filter((column) => column !== "report");
  head.append(...shown.map((column) => Object.assign(document.createElement("th"), { textContent: words(column), scope: "col" })));
  const body = [...newest.values()].map((row) => {
    const line = document.createElement("tr");
    line.append(...shown.map((column) => Object.assign(document.createElement("td"), { textContent: number(row[columns.indexOf(column)]) })));
    return line;
  });
  $("threads").tHead.replaceChildren(head);
  $("threads").tBodies[0].replaceChildren(...body);
  const choices = threadColumns(columns), select = $("thread-column");
  if ([...select.options].map((option) => option.value).join() !== choices.map((choice) => choice.name).join()) {
    const kept = select.value || "mean_staleness";
    select.replaceChildren(...choices.map((choice) => new Option(choice.label, choice.name)));
    if (choices.some((choice) => choice.name === kept)) select.value = kept;
  }
  drawThreads();
}

// The columns of the threads that have a curve. The seconds of a phase depend on the time between two reports; their share does not.
function threadColumns(columns) {
  const isPhase = (column) => column.endsWith("_seconds");
  return columns.filter((column) => !["rank", "agent_steps", "seconds", "thread", "report"].includes(column))
    .map((name) => ({ name, label: isPhase(name) ? `${words(name.replace("_seconds", ""))}, share of the measured phases` : words(name) }));
}

function threadValue(row, columns, column) {
  const value = row[columns.indexOf(column)];
  if (!column.endsWith("_seconds") || value === null) return value;
  const all = columns.reduce((sum, other, i) => other.endsWith("_seconds") ? sum + (row[i] ?? 0) : sum, 0);
  return all > 0 ? value / all : null;
}

function drawThreads() {
  const { columns, rows } = tables.threads, column = $("thread-column").value;
  const [thread, from] = [columns.indexOf("thread"), columns.indexOf($("axis").value)];
  const byThread = new Map();
  for (const row of rows) {
    if (!byThread.has(row[thread])) byThread.set(row[thread], { xs: [], ys: [] });
    const line = byThread.get(row[thread]);
    line.xs.push(row[from]);
    line.ys.push(threadValue(row, columns, column));
  }
  const lines = [...byThread].map(([name, { xs, ys }], i) => ({
    name, xs, ys: smooth(ys, Number($("window").value)), color: i === 0 ? style("--accent") : colors[(i - 1) % colors.length],
    dashes: i <= colors.length ? [] : [6, 1 + (3 * Math.floor((i - 1) / colors.length))],
  }));
  const label = $("thread-column").selectedOptions[0]?.textContent ?? "";
  drawLines($("thread-curve"), 200, lines, { x: words($("axis").value), y: label }, []);
  $("thread-legend").replaceChildren(...lines.map((line) => legendEntry(line, `thread ${line.name}`)));
}

function showMoment(told) {
  const last = game.steps.at(-1);
  if (told.game === game.number && told.step === last) return; // The latest moment comes again with each connection.
  if (told.game !== game.number || told.step < last) game = newGame(told.game);
  game.steps.push(told.step);
  game.values.push(told.value);
  game.rewards.push(told.reward);
  $("frame").src = `data:image/png;base64,${told.frame}`;
  const value = told.value === null ? "" : `, ${run.valueName} ${number(told.value)}`;
  $("facts").textContent = `Game ${told.game}, agent step ${told.step}, return ${number(told.return)}${value}. `
    + `It plays with the ${told.running ? "parameters of the running training" : "newest checkpoint"}, after ${number(told.trained)} agent steps.`;
  showPolicy(told);
  drawValues();
  document.body.dataset.moments = Number(document.body.dataset.moments) + 1;
}

function showEnd(told) {
  if (told.game !== game.number || told.step === game.steps.at(-1)) return;
  game.steps.push(told.step);
  game.values.push(null);
  game.rewards.push(told.reward);
  drawValues();
  returns = [...returns, number(told.return)].slice(-10);
  $("games").textContent = `Returns of the last games: ${returns.join(", ")}.`;
}

function showWhetherSaliency() {
  $("saliency-view").hidden = !$("saliency").checked;
  $("saliency-pictures").hidden = !run.seesPixels;
  $("saliency-numbers").parentElement.hidden = run.seesPixels;
  const memory = run.hasMemory ? " What the network remembers counts as given." : "";
  $("saliency-note").textContent = (run.seesPixels
    ? "Absolute derivatives by each pixel, summed over the frames of the stack. The scale follows the largest ones of the last seconds."
    : "Absolute products of the derivative and the number, as shares of their sum.") + memory;
}

function showSaliency(told) {
  if (run.seesPixels) {
    $("saliency-value").src = `data:image/png;base64,${told.value}`;
    $("saliency-choice").src = `data:image/png;base64,${told.choice}`;
    $("saliency-value-of").textContent = `The ${run.valueName} depends on red pixels.`;
    $("saliency-of").textContent = `${capital(told.of)} depends on blue pixels.`;
  } else showShares(told);
  document.body.dataset.maps = Number(document.body.dataset.maps) + 1;
}

// A row for each number of the observation: its share for the value, and its share for the choice.
function showShares(told) {
  const most = 32, shares = [told.value, told.choice].map((numbers) => {
    const sum = numbers.reduce((total, part) => total + part, 0);
    return numbers.map((part) => (sum > 0 ? part / sum : 0));
  });
  const cell = (kind, text) => Object.assign(document.createElement(kind), { textContent: text });
  const head = document.createElement("tr"), left = told.value.length - most;
  head.append(...["number", run.valueName, told.of].map((text) => Object.assign(cell("th", text), { scope: "col" })));
  $("saliency-numbers").tHead.replaceChildren(head);
  $("saliency-numbers").tBodies[0].replaceChildren(...told.value.slice(0, most).map((_, i) => {
    const row = document.createElement("tr");
    row.append(cell("td", run.observations[i] ?? `number ${i + 1}`), ...shares.map((of, which) => {
      const share = cell("td", ""), both = document.createElement("div"), bar = document.createElement("span");
      both.className = "share";
      bar.className = which === 0 ? "bar value" : "bar of-choice";
      bar.style.width = `${100 * of[i]}%`;
      both.append(bar, `${Math.round(100 * of[i])} %`);
      share.append(both);
      return share;
    }));
    return row;
  }), ...(left > 0 ? [cell("tr", `${left} more numbers`)] : []));
}

function showPolicy(told) {
  const numbers = told.probabilities.length > 0 ? told.probabilities : told.vector;
  const areProbabilities = told.probabilities.length > 0;
  const largest = areProbabilities ? 1 : Math.max(1e-9, ...numbers.map(Math.abs));
  $("policy").replaceChildren(...numbers.map((part, i) => {
    const row = document.createElement("div"), bar = document.createElement("div"), fill = document.createElement("span");
    row.className = areProbabilities && told.chosen.includes(i) ? "choice chosen" : "choice";
    bar.className = "bar";
    fill.style.width = `${100 * Math.abs(part) / largest}%`;
    bar.append(fill);
    const name = document.createElement("span"), figure = document.createElement("span");
    name.textContent = (run.actions ?? [])[i] ?? (areProbabilities ? `action ${i}` : `number ${i}`);
    figure.textContent = areProbabilities ? `${Math.round(100 * part)} %` : number(part);
    row.append(name, bar, figure);
    return row;
  }));
}

function showStatus(told) {
  paused = told.paused;
  $("pause").textContent = paused ? "Play" : "Pause";
  $("speed").value = String(told.speed);
  problems.game = told.problem;
  showState();
}

function showProblem(told) {
  problems.tables = told.message;
  showState();
}

function showState() {
  $("state").textContent = Object.values(problems).filter((problem) => problem).join(" ") || "Connected.";
}

// Prepares a canvas for drawing in CSS pixels and gives its size.
function begin(canvas, height) {
  const width = canvas.clientWidth, scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, height);
  pen.font = "12px system-ui, sans-serif";
  return [pen, width];
}

// An axis around one number. Means of equal numbers differ in their last digits, between which there are no round numbers.
function widen(low, high) {
  const size = Math.max(Math.abs(low), Math.abs(high));
  return high - low > 1e-9 * size ? [low, high] : [low - (size || 1), high + (size || 1)];
}

// Round numbers between two others, about as many as wanted.
function ticks(low, high, wanted) {
  const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const first = Math.ceil(low / step), count = Math.floor((high / step) - first + 0.001) + 1;
  return count > 0 && count < 100 ? Array.from({ length: count }, (_, i) => (first + i) * step) : [];
}

// Draws lines over one pair of axes, the first one above the others, and marks of the first one.
function drawLines(canvas, height, lines, labels, marks) {
  const [pen, width] = begin(canvas, height);
  const known = lines.flatMap((line) => line.ys.filter((y) => y !== null));
  if (known.length === 0) {
    pen.fillStyle = style("--ink");
    pen.fillText("No numbers yet.", 8, 20);
    return;
  }
  const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b)), most = (numbers) => numbers.reduce((a, b) => Math.max(a, b));
  let low = least(known), high = most(known);
  if (marks.some((mark) => mark !== 0)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  [low, high] = widen(low, high);
  const ends = lines.filter((line) => line.xs.length > 0), from = least(ends.map((line) => line.xs[0]));
  const to = most(ends.map((line) => line.xs.at(-1)));
  const left = 56, right = 30, top = 22, bottom = 38, last = Math.max(to, from + 1e-9);
  const x = (value) => left + ((width - left - right) * (value - from) / (last - from || 1));
  const y = (value) => top + ((height - top - bottom) * (high - value) / (high - low));
  pen.strokeStyle = style("--line");
  pen.fillStyle = style("--ink");
  pen.textAlign = "right";
  for (const tick of ticks(low, high, Math.min(6, (height - top - bottom) / 20))) {
    pen.beginPath();
    pen.moveTo(left, y(tick));
    pen.lineTo(width - right, y(tick));
    pen.stroke();
    pen.fillText(number(tick), left - 6, y(tick) + 4);
  }
  pen.textAlign = "center";
  if (to === from) pen.fillText(number(from), x(from), height - bottom + 16);
  else for (const tick of ticks(from, last, (width - left - right) / 80)) pen.fillText(number(tick), x(tick), height - bottom + 16);
  pen.fillText(labels.x, (left + width - right) / 2, height - 4);
  pen.textAlign = "left";
  pen.fillText(labels.y, left, 12);
  pen.strokeStyle = style("--second");
  marks.forEach((mark, i) => {
    if (mark === 0) return;
    pen.beginPath();
    pen.moveTo(x(lines[0].xs[i]), y(0));
    pen.lineTo(x(lines[0].xs[i]), y(Math.max(low, Math.min(high, mark))));
    pen.stroke();
  });
  for (const line of lines.toReversed()) drawLine(pen, line, x, y);
}

function drawLine(pen, { xs, ys, color, dashes }, x, y) {
  pen.strokeStyle = color;
  pen.setLineDash(dashes);
  pen.lineWidth = 1.5;
  pen.beginPath();
  let isDrawing = false;
  ys.forEach((value, i) => {
    if (value === null) { isDrawing = false; return; }
    if (isDrawing) pen.lineTo(x(xs[i]), y(value)); else pen.moveTo(x(xs[i]), y(value));
    const isAlone = !isDrawing && (ys[i + 1] ?? null) === null;
    if (isAlone) pen.arc(x(xs[i]), y(value), 1.5, 0, 2 * Math.PI); // A line of one point would not be seen.
    isDrawing = true;
  });
  pen.stroke();
}

// The mean over the numbers of the last reports, without those that have none.
function smooth(numbers, size) {
  if (size === 1) return numbers;
  return numbers.map((value, i) => {
    const part = numbers.slice(Math.max(0, i + 1 - size), i + 1).filter((other) => other !== null);
    return value === null ? null : part.reduce((sum, other) => sum + other, 0) / part.length;
  });
}

function lineOf({ columns, rows }, index) {
  const [from, to] = [columns.indexOf($("axis").value), columns.indexOf($("column").value)];
  if (from < 0 || to < 0) return null;
  return { xs: rows.map((row) => row[from]), ys: smooth(rows.map((row) => row[to]), Number($("window").value)), color: colorOf(index), dashes: dashesOf(index), index };
}

function drawCurve() {
  const shown = [[$("run").selectedIndex, tables.metrics], ...($("all").checked ? others : [])];
  const lines = shown.map(([index, table]) => lineOf(table, index)).filter((line) => line?.xs.length > 0);
  drawLines($("curve"), 260, lines, { x: words($("axis").value), y: words($("column").value) }, []);
  $("legend").hidden = lines.length < 2;
  $("legend").replaceChildren(...lines.toSorted((a, b) => a.index - b.index).map((line) => {
    const entry = legendEntry(line, names[line.index]);
    entry.className = isChosen(line.index) ? "chosen" : "";
    if (isChosen(line.index)) entry.setAttribute("aria-current", "true");
    return entry;
  }));
}

function legendEntry(line, name) {
  const entry = document.createElement("li"), sample = document.createElement("span");
  sample.style.borderTop = `.2rem ${line.dashes.length > 0 ? "dashed" : "solid"} ${line.color}`;
  entry.append(sample, name);
  return entry;
}

function drawValues() {
  const line = { xs: game.steps, ys: game.values, color: style("--accent"), dashes: [] };
  drawLines($("values"), 150, [line], { x: "agent step", y: `${run.valueName ?? "value"}, and rewards as vertical lines` }, game.rewards);
}

const control = (what, factor) => fetch(`control?run=${$("run").selectedIndex}&do=${what}${factor ? `&factor=${factor}` : ""}`);
$("pause").onclick = () => control(paused ? "play" : "pause");
$("step").onclick = () => control("step");
$("speed").onchange = () => control("speed", $("speed").value);
$("run").onchange = chooseRun;
$("saliency").onchange = () => { showWhetherSaliency(); connect(); };
$("column").onchange = drawCurve;
$("axis").onchange = $("window").onchange = () => { drawCurve(); drawThreads(); };
$("thread-column").onchange = drawThreads;
$("all").onchange = () => { drawCurve(); readOthers(); };
window.addEventListener("resize", () => { drawCurve(); drawThreads(); if (game.values.length > 0) drawValues(); });

fetch("runs.json").then((answer) => answer.json()).then((runs) => {
  names = runs.map((told) => told.name);
  $("run").replaceChildren(...names.map((name) => new Option(name)));
  $("run").parentElement.hidden = $("all").parentElement.hidden = runs.length < 2;
  connect();
  if (runs.length < 2) return;
  readOthers();
  setInterval(readOthers, 5000);
  document.addEventListener("visibilitychange", readOthers);
});
