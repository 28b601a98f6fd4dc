// An answer as a table. Of a range: a line a series, which is the legend of the chart too. Of an instant: its values.

import { el, setText } from './dom.js';
import { parsed } from './grid.js';
import { seriesText } from './labels.js';
import { dayAndClock } from './times.js';
import { format } from './units.js';

const MOST_ROWS = 200;

/** The legend: a button for each series, and its values at the cursor, least, mean and most. */
export class SeriesTable {
    constructor() {
        this.order = { by: '', down: true };
        this.scroll = el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Series, table' });
        this.rest = el('p', { class: 'muted', hidden: true });
        this.element = el('div', { class: 'series-table' }, this.scroll, this.rest);
    }

    /** @param lines of the chart, with "metric" and "drawn" beside what a chart needs */
    show(lines, common, unit, chart) {
        Object.assign(this, { lines, common, unit, chart });
        this.draw();
    }

    draw() {
        const { lines, unit, chart } = this;
        const sorted = this.sorted(lines).slice(0, MOST_ROWS);
        this.cells = new Map();
        const head = (name, by, extra) => el('th', { scope: 'col', class: by ? 'number' : '', 'aria-sort': by && this.order.by === by ? (this.order.down ? 'descending' : 'ascending') : null },
            by ? el('button', { type: 'button', class: 'quiet', onclick: () => this.sortBy(by) }, name) : name, extra || null);
        this.atHead = el('span', {}, 'Last');
        const rows = sorted.map((line) => {
            const now = el('td', { class: 'number' }, format(line.values[line.values.length - 1], unit));
            this.cells.set(line, now);
            return el('tr', { class: line.drawn ? '' : 'undrawn' },
                el('td', {}, this.button(line, chart)),
                now,
                ...[line.least, line.mean, line.most].map((value) => el('td', { class: 'number' }, format(value, unit))));
        });
        // It is drawn anew with every answer; whoever is on a button of it stays there.
        const focused = [...this.scroll.querySelectorAll('button')].indexOf(document.activeElement);
        this.scroll.replaceChildren(el('table', {},
            el('thead', {}, el('tr', {}, head('Series'), el('th', { scope: 'col', class: 'number' }, el('button', { type: 'button', class: 'quiet', onclick: () => this.sortBy('last') }, this.atHead)),
                head('Least', 'least'), head('Mean', 'mean'), head('Most', 'most'))),
            el('tbody', {}, rows)));
        this.rest.hidden = lines.length <= MOST_ROWS;
        setText(this.rest, `and ${lines.length - MOST_ROWS} more series`);
        if (focused >= 0) {
            this.scroll.querySelectorAll('button')[focused]?.focus();
        }
    }

    button(line, chart) {
        const text = seriesText(line.metric, this.common);
        if (!line.drawn) {
            return el('span', { class: 'mono muted', title: 'not drawn' }, text);
        }
        const shown = () => String(!chart.hidden.has(line.label));
        const button = el('button', { type: 'button', class: 'series', 'aria-pressed': shown(), title: 'Show or hide; with Alt, this one only' },
            el('i', { 'aria-hidden': 'true' }), el('span', { class: 'mono' }, text));
        button.firstChild.style.background = `var(--${line.colour})`;
        button.addEventListener('click', (event) => {
            if (event.altKey) {
                const alone = this.lines.every((one) => one === line || !one.drawn || chart.hidden.has(one.label));
                chart.setAllHidden(alone ? [] : this.lines.filter((one) => one !== line).map((one) => one.label));
            } else {
                chart.setHidden(line.label, !chart.hidden.has(line.label));
            }
            this.draw();
        });
        return button;
    }

    sortBy(by) {
        this.order = { by, down: this.order.by === by ? !this.order.down : true };
        this.draw();
    }

    sorted(lines) {
        const { by, down } = this.order;
        if (!by) {
            return lines;
        }
        const of = (line) => (by === 'last' ? line.values[line.values.length - 1] : line[by]) ?? -Infinity;
        return [...lines].sort((a, b) => (down ? of(b) - of(a) : of(a) - of(b)));
    }

    /** Values at an index of the cursor, or the last ones with null. */
    point(index) {
        if (!this.cells) {
            return;
        }
        const at = index ?? null;
        for (const [line, cell] of this.cells) {
            setText(cell, format(line.values[at ?? line.values.length - 1], this.unit));
        }
        setText(this.atHead, at === null ? 'Last' : dayAndClock(this.chart.times[at] * 1000).slice(11));
    }
}

/** The values of an instant, of any type. */
export function instantTable(type, result, common, unit) {
    if (type === 'scalar' || type === 'string') {
        return el('p', { class: 'single-value' }, type === 'string' ? JSON.stringify(result[1]) : format(parsed(result[1]), unit), el('small', { class: 'muted' }, ` ${type}`));
    }
    const rows = result.slice(0, MOST_ROWS).map((one) => el('tr', {},
        el('td', {}, el('span', { class: 'mono' }, seriesText(one.metric, common))),
        type === 'vector'
            ? el('td', { class: 'number', title: one.value[1] }, format(parsed(one.value[1]), unit))
            : el('td', { class: 'mono samples' }, samplesText(one.values))));
    return el('div', {}, el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Values, table' }, el('table', {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Series'), el('th', { scope: 'col', class: 'number' }, type === 'vector' ? 'Value' : 'Samples'))),
        el('tbody', {}, rows))), result.length > MOST_ROWS ? el('p', { class: 'muted' }, `and ${result.length - MOST_ROWS} more series`) : '');
}

function samplesText(values) {
    const shown = values.slice(-20).map(([second, value]) => `${value} @ ${dayAndClock(second * 1000).slice(11)}`).join('\n');
    return values.length > 20 ? `… ${values.length - 20} before\n${shown}` : shown;
}
