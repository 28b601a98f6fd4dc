// The query view: an expression, its answer as a chart and a table, and what the server has to say of it.

import { accountHoldsMs, missing } from './account.js';
import { hostNow, QueryError, queryAt, queryRange } from './api.js';
import { Chart } from './chart.js';
import { byId, el, setText } from './dom.js';
import { csvOf, download } from './csv.js';
import { Editor } from './editor.js';
import { number, roundStepMs } from './grid.js';
import { commonLabels, seriesText } from './labels.js';
import { forget, keep, past } from './past.js';
import { go, isLive, place, settle } from './place.js';
import { pointed, problemOf } from './problem.js';
import { instantTable, SeriesTable } from './resulttable.js';
import { PALETTE } from './theme.js';
import { dayAndClock, duration, moment, roughly } from './times.js';
import { unitOf, UNITS } from './units.js';

const POINTS = 300;
const MOST_POINTS = 11000;
const SERIES_LIMIT = 2000;
const MOST_LINES = 60;
const STEPS_MS = [1000, 5000, 15000, 30000, 60000, 300000, 900000, 3600000, 86400000];
const LEAST_REFRESH_MS = 10000;
const EXAMPLES = [
    ['CPU, busy', '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[1m]))'],
    ['Memory, available', 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes'],
    ['Disks, busy', 'rate(node_disk_io_time_seconds_total[1m])'],
    ['Network, received', 'rate(node_network_receive_bytes_total{device!="lo"}[1m])'],
    ['Pressure, io', 'rate(node_pressure_io_waiting_seconds_total[1m])'],
    ['Backlog', 'holdfast_upstream_pending_samples'],
];

export class QueryView {
    constructor(host) {
        this.host = host;
        this.editor = new Editor((expr) => this.run(expr));
        this.problem = el('div', { class: 'problem', id: 'query-error', role: 'alert', hidden: true });
        this.remarks = el('ul', { class: 'remarks', hidden: true });
        this.summary = el('p', { class: 'summary muted' });
        this.said = el('span', { class: 'hidden-label', role: 'status' });
        this.chart = new Chart({ title: 'Answer', unit: 'number', legend: false, onCursor: (index) => this.table.point(index) });
        this.table = new SeriesTable();
        this.instant = el('div', { class: 'instant' });
        this.more = el('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.drawAll() });
        this.examples = el('div', { class: 'examples' }, el('p', { class: 'muted' }, 'Begin with one of these, or write; Ctrl+Space completes.'),
            el('ul', {}, EXAMPLES.map(([name, expr]) => el('li', {}, el('button', { type: 'button', onclick: () => this.run(expr) }, el('b', {}, name), el('span', { class: 'mono' }, expr))))));
        this.output = el('section', { class: 'panel answer', 'aria-label': 'Answer', hidden: true }, this.remarks, this.summary, this.said, this.chart.element, this.more, this.table.element, this.instant);
        byId('query').append(el('section', { class: 'panel wide', 'aria-label': 'Expression' },
            el('div', { class: 'ask' }, this.editor.element, el('button', { type: 'button', class: 'primary', onclick: () => this.run(this.editor.value.trim()) }, 'Run')),
            this.problem, this.makeControls()), this.examples, this.output);
    }

    makeControls() {
        const mode = (name, text) => el('button', { type: 'button', 'data-mode': name, onclick: () => go({ mode: name }) }, text);
        this.modes = [mode('range', 'Over time'), mode('instant', 'At an instant')];
        this.step = el('select', { 'aria-label': 'Step', onchange: () => go({ stepMs: Number(this.step.value) }) });
        this.unit = el('select', { 'aria-label': 'Unit', onchange: () => go({ unit: this.unit.value }) });
        this.stacked = el('button', { type: 'button', onclick: () => go({ stacked: !place.stacked }) }, 'Stacked');
        this.copied = el('button', { type: 'button', onclick: () => this.copyLink() }, 'Copy link');
        this.csv = el('button', { type: 'button', onclick: () => this.saveCsv() }, 'CSV');
        const open = el('button', { type: 'button', popovertarget: 'past' }, 'History');
        this.past = el('div', { popover: 'auto', id: 'past', class: 'past', role: 'dialog', 'aria-label': 'Expressions from before' });
        this.past.addEventListener('toggle', (event) => event.newState === 'open' && this.showPast(open));
        document.body.append(this.past);
        return el('div', { class: 'options' },
            el('div', { class: 'segments', role: 'group', 'aria-label': 'Kind of query' }, this.modes), this.step, this.unit, this.stacked,
            el('span', { class: 'spring' }), open, this.copied, this.csv);
    }

    changed() {}

    focus() {
        this.editor.focus();
    }

    /** Asks for an expression: the place gets it, so that a link says it. */
    run(expr) {
        if (expr === place.expr) {
            this.onChange?.();
        } else {
            go({ expr, view: 'query' });
        }
    }

    arrive() {
        // Another range is no reason to take away what somebody is just writing.
        if (this.arrivedExpr !== place.expr) {
            this.arrivedExpr = place.expr;
            this.editor.value = place.expr;
        }
        for (const button of this.modes) {
            button.setAttribute('aria-pressed', String(button.dataset.mode === place.mode));
        }
        this.stacked.setAttribute('aria-pressed', String(place.stacked));
        this.stacked.hidden = place.mode !== 'range';
        this.step.hidden = place.mode !== 'range';
        this.editor.paint();
    }

    async refresh(signal) {
        await this.host.find(signal);
        const { expr } = place;
        this.examples.hidden = expr !== '';
        if (expr === '') {
            this.output.hidden = true;
            this.problem.hidden = true;
            this.csv.disabled = true;
            return Infinity;
        }
        const wished = this.host.span(hostNow());
        const toMs = isLive() ? Math.floor(wished.toMs / 1000) * 1000 : Math.round(wished.toMs);
        const fromMs = Math.round(wished.fromMs);
        const stepMs = this.stepFor(toMs - fromMs);
        this.showChoices(expr, toMs - fromMs, stepMs);
        const beganMs = performance.now();
        try {
            const answer = place.mode === 'range'
                ? await queryRange(expr, firstStep(fromMs, toMs, stepMs), toMs, stepMs, { limit: SERIES_LIMIT }, signal)
                : await queryAt(expr, toMs, { limit: SERIES_LIMIT }, signal);
            const tookMs = performance.now() - beganMs;
            await this.findHoles(fromMs, toMs, signal);
            this.show(expr, answer, fromMs, toMs, stepMs, tookMs);
            keep(expr);
            // Never more than a twentieth of the time is spent on answering the same question again.
            return isLive() && !this.host.stopped ? Math.max(LEAST_REFRESH_MS, stepMs, tookMs * 20) : Infinity;
        } catch (failure) {
            if (!(failure instanceof QueryError)) {
                throw failure;
            }
            this.refused(failure, expr);
            return Infinity;
        }
    }

    /** What was not collected: a plain selector shows its last value for five minutes, and would hide it. */
    async findHoles(fromMs, toMs, signal) {
        const nowMs = hostNow();
        const key = JSON.stringify(place.range);
        if (place.mode === 'range' && (this.holesFor !== key || nowMs >= this.holesDue)) {
            this.holes = await missing(fromMs, Math.min(toMs, nowMs), signal);
            this.holesFor = key;
            this.holesDue = nowMs + accountHoldsMs(toMs - fromMs);
        }
    }

    stepFor(spanMs) {
        const least = Math.ceil(spanMs / MOST_POINTS / 1000) * 1000;
        return Math.max(least, place.stepMs || roundStepMs(spanMs, POINTS));
    }

    showChoices(expr, spanMs, stepMs) {
        const option = (value, text, chosen) => el('option', { value, ...(chosen ? { selected: true } : {}) }, text);
        const steps = STEPS_MS.includes(place.stepMs) || !place.stepMs ? STEPS_MS : [...STEPS_MS, place.stepMs].sort((a, b) => a - b);
        this.step.replaceChildren(option(0, place.stepMs ? 'Step: auto' : `Step: auto, ${duration(stepMs)}`, !place.stepMs),
            ...steps.filter((one) => spanMs / one <= MOST_POINTS).map((one) => option(one, `Step: ${duration(one)}`, one === place.stepMs)));
        const guess = unitOf(expr);
        this.unit.replaceChildren(option('', `Unit: ${UNITS[guess]}`, !place.unit), ...Object.entries(UNITS).map(([unit, name]) => option(unit, `Unit: ${name}`, unit === place.unit)));
        this.shownUnit = place.unit || guess;
    }

    show(expr, answer, fromMs, toMs, stepMs, tookMs) {
        const { resultType, result } = answer.data;
        this.answer = { resultType, result };
        this.problem.hidden = true;
        this.editor.mark(-1);
        this.output.hidden = false;
        this.output.classList.remove('old');
        this.csv.disabled = false;
        this.showRemarks(answer);
        const isRange = place.mode === 'range';
        const empty = Array.isArray(result) && result.length === 0;
        const common = commonLabels(resultType === 'vector' || resultType === 'matrix' ? result.map((one) => one.metric) : []);
        this.chart.element.hidden = !isRange || empty;
        this.table.element.hidden = !isRange || empty;
        this.more.hidden = true;
        this.instant.replaceChildren(empty ? this.nothing(expr, fromMs, toMs) : isRange ? '' : instantTable(resultType, result, common, this.shownUnit));
        if (isRange && !empty) {
            this.showRange(result, common, fromMs, toMs, stepMs);
        }
        this.showSummary(resultType, result, common, toMs, stepMs, tookMs);
    }

    showRange(result, common, fromMs, toMs, stepMs) {
        const firstMs = firstStep(fromMs, toMs, stepMs);
        const count = Math.max(1, Math.floor((toMs - firstMs) / stepMs) + 1);
        const times = Array.from({ length: count }, (unused, i) => (firstMs + i * stepMs) / 1000);
        const lines = result.map((one, i) => lineOf(one, i, times, firstMs, stepMs, common));
        // Of many, those that reach highest are drawn: what somebody looks for is rarely the smallest.
        const drawn = lines.length <= MOST_LINES || this.all === place.expr ? lines : [...lines].sort((a, b) => (b.most ?? -Infinity) - (a.most ?? -Infinity)).slice(0, MOST_LINES);
        drawn.forEach((line) => {
            line.drawn = true;
        });
        this.more.hidden = drawn.length === lines.length;
        setText(this.more, `Drawn are the ${drawn.length} series that reach highest, of ${lines.length}. Draw all`);
        const shown = lines.filter((line) => line.drawn);
        Object.assign(this.chart.options, { unit: this.shownUnit, stacked: place.stacked, least: place.stacked ? 0 : undefined, title: place.expr });
        this.chart.show(times, shown, this.holes);
        this.table.show(lines, common, this.shownUnit, this.chart);
    }

    drawAll() {
        this.all = place.expr;
        this.onChange?.();
    }

    showSummary(type, result, common, toMs, stepMs, tookMs) {
        const words = [];
        if (type === 'matrix' || type === 'vector') {
            words.push(`${result.length} series`);
        }
        words.push(place.mode === 'range' ? `a point every ${roughly(stepMs)}` : `at ${dayAndClock(toMs)}`, `answered in ${Math.round(tookMs)} ms`);
        const shared = Object.keys(common).length > 0 ? [', all with ', el('span', { class: 'mono' }, seriesText(common))] : [];
        this.summary.replaceChildren(words.join(', '), ...shared);
        setText(this.said, `Answer: ${words[0]}`);
    }

    showRemarks({ warnings, infos }) {
        this.remarks.hidden = warnings.length + infos.length === 0;
        this.remarks.replaceChildren(...warnings.map((text) => el('li', { class: 'warning' }, el('b', {}, 'Warning '), text)), ...infos.map((text) => el('li', { class: 'info' }, el('b', {}, 'Note '), text)));
    }

    /** Why there may be nothing, and what to try. */
    nothing(expr, fromMs, toMs) {
        const { lastMs } = this.host;
        const hints = [];
        if (lastMs > 0 && fromMs > lastMs) {
            hints.push(el('button', { type: 'button', onclick: () => go({ range: { fromMs: lastMs - (toMs - fromMs), toMs: lastMs } }) }, `Go to the newest samples, ${dayAndClock(lastMs)}`));
        } else if (this.host.status?.store.firstMs > toMs) {
            hints.push(el('span', {}, `The oldest sample is from ${dayAndClock(this.host.status.store.firstMs)}.`));
        } else {
            hints.push(el('span', {}, 'The names and labels may be other ones: Ctrl+Space in the expression shows what there is. A comparison leaves out what is not true; a rate needs two samples in its window.'));
        }
        return el('div', { class: 'nothing' }, el('b', {}, 'No series match in this range.'), ...hints);
    }

    refused(failure, expr) {
        const problem = problemOf(failure.message, expr);
        this.editor.mark(problem.index);
        const kind = { bad_data: 'The expression cannot be read', execution: 'The expression cannot be computed', timeout: 'It took too long', canceled: 'It was given up' }[failure.type] || 'The agent refuses';
        this.problem.replaceChildren(el('b', {}, `${kind}. `), el('span', {}, problem.words), ...(problem.index >= 0 ? [el('pre', { class: 'mono' }, pointed(problem, expr))] : []));
        this.problem.hidden = false;
        // The last answer stays to be looked at, but cannot be taken for the one to this expression.
        this.output.classList.add('old');
    }

    showPast(beside) {
        const known = past();
        this.past.replaceChildren(el('div', { class: 'row' }, el('b', {}, 'History'), known.length > 0 ? el('button', { type: 'button', class: 'quiet', onclick: () => {
            forget();
            this.past.hidePopover();
        } }, 'Forget all') : ''), known.length === 0 ? el('p', { class: 'muted' }, 'Nothing yet.') : el('ul', {}, known.map(({ expr, ms }) => el('li', {}, el('button', { type: 'button', onclick: () => {
            this.past.hidePopover();
            this.run(expr);
        } }, el('span', { class: 'mono' }, expr), el('span', { class: 'muted' }, moment(ms)))))));
        const box = beside.getBoundingClientRect();
        this.past.style.top = `${box.bottom + 6}px`;
        this.past.style.left = `${Math.max(8, Math.min(box.right - this.past.offsetWidth, innerWidth - this.past.offsetWidth - 8))}px`;
        this.past.querySelector('li button')?.focus();
    }

    async copyLink() {
        settle({ expr: this.editor.value.trim() });
        setText(this.copied, (await copied(location.href)) ? 'Copied' : 'See the address bar');
        setTimeout(() => setText(this.copied, 'Copy link'), 2000);
    }

    saveCsv() {
        if (this.answer) {
            download(`holdfast-${dayAndClock(hostNow()).replace(/[: ]/g, '-')}.csv`, csvOf(this.answer.resultType, this.answer.result));
        }
    }
}

/** Puts a text on the clipboard, and says whether that was allowed. */
async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch (refused) {
        // Without TLS, other than on the host itself, there is the old way only.
        const field = el('textarea', { 'aria-hidden': 'true', class: 'hidden-label' });
        document.body.append(field);
        field.value = text;
        field.select();
        const done = document.execCommand('copy');
        field.remove();
        return done;
    }
}

/** The first step of a grid whose last one is the end, so that the newest samples are in it however long the steps are. */
const firstStep = (fromMs, toMs, stepMs) => toMs - Math.floor((toMs - fromMs) / stepMs) * stepMs;

/** A series of the answer as a line, with what the table says of it. */
function lineOf(one, index, times, firstMs, stepMs, common) {
    const values = new Array(times.length).fill(null);
    let [least, most, sum, count] = [Infinity, -Infinity, 0, 0];
    for (const [second, text] of one.values) {
        const at = Math.round((second * 1000 - firstMs) / stepMs);
        const value = number(text);
        if (value !== null && at >= 0 && at < values.length) {
            values[at] = value;
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            count++;
        }
    }
    const known = count > 0;
    return {
        label: seriesText(one.metric, common),
        metric: one.metric,
        colour: PALETTE[index % PALETTE.length],
        dash: index >= PALETTE.length ? [[6, 4], [2, 3], [10, 3, 2, 3]][(Math.floor(index / PALETTE.length) - 1) % 3] : undefined,
        values,
        least: known ? least : null,
        most: known ? most : null,
        mean: known ? sum / count : null,
    };
}
