// Each core a row, each step a cell, the fuller the darker: a hundred cores at one glance, where lines would be a thicket.

import { el } from './dom.js';
import { named } from './panels.js';
import { recall, remember } from './storage.js';
import { colour, onTheme } from './theme.js';
import { format } from './units.js';
import { clock } from './times.js';

const ROW_LEAST = 4;
const ROW_MOST = 60;

/** Takes the place of the CPU chart when somebody wants it. */
export class Cores {
    constructor() {
        this.wanted = recall('cores', false);
        this.canvas = el('canvas', { class: 'cores' });
        this.words = el('p', { class: 'muted cores-words', 'aria-live': 'polite' });
        this.element = el('div', { class: 'cores-box', tabindex: '0', role: 'img', 'aria-label': 'Each core over time', hidden: true }, this.canvas, this.words);
        this.element.addEventListener('pointermove', (event) => this.hover(event));
        new ResizeObserver(() => this.draw()).observe(this.element);
        onTheme(() => this.draw());
    }

    /** The switch, which hides the chart while cores are shown. */
    button(chart, changed) {
        const button = el('button', { type: 'button', class: 'quiet', 'aria-pressed': String(this.wanted) }, 'Per core');
        const apply = () => {
            button.setAttribute('aria-pressed', String(this.wanted));
            this.element.hidden = !this.wanted;
            [...chart.element.children].filter((child) => child !== this.element).forEach((child) => {
                child.hidden = this.wanted;
            });
        };
        button.addEventListener('click', () => {
            this.wanted = !this.wanted;
            remember('cores', this.wanted);
            apply();
            changed();
        });
        queueMicrotask(apply);
        return button;
    }

    show(grid) {
        if (!this.wanted) {
            return;
        }
        this.times = grid.times();
        this.rows = named(grid, 'core', 'cpu');
        const now = this.rows.map((row) => `core ${row.name} ${format(row.values[row.values.length - 1], 'ratio')}`);
        this.element.setAttribute('aria-label', `Each core over time. Now: ${now.slice(0, 64).join(', ')}`);
        this.words.textContent = this.rows.length === 0 ? 'No samples in this range.' : summary(this.rows);
        this.draw();
    }

    draw() {
        const width = this.element.clientWidth;
        if (!this.rows || width === 0 || this.element.hidden) {
            return;
        }
        const room = 190;
        const rowHeight = Math.max(ROW_LEAST, Math.min(ROW_MOST, Math.floor(room / Math.max(1, this.rows.length))));
        const height = rowHeight * this.rows.length;
        const scale = devicePixelRatio;
        this.canvas.width = width * scale;
        this.canvas.height = height * scale;
        this.canvas.style.height = `${height}px`;
        const context = this.canvas.getContext('2d');
        context.scale(scale, scale);
        const full = colour('c1');
        const empty = colour('sunken');
        const cell = width / this.times.length;
        this.rows.forEach((row, y) => row.values.forEach((value, x) => {
            if (value === null) {
                return;
            }
            context.globalAlpha = 1;
            context.fillStyle = empty;
            context.fillRect(x * cell, y * rowHeight, cell + 0.6, rowHeight - 1);
            context.globalAlpha = Math.max(0, Math.min(1, value));
            context.fillStyle = full;
            context.fillRect(x * cell, y * rowHeight, cell + 0.6, rowHeight - 1);
        }));
        this.rowHeight = rowHeight;
    }

    hover(event) {
        const box = this.canvas.getBoundingClientRect();
        const row = this.rows?.[Math.floor((event.clientY - box.top) / this.rowHeight)];
        const at = Math.floor(((event.clientX - box.left) / box.width) * this.times.length);
        if (row && at >= 0 && at < this.times.length) {
            this.words.textContent = `Core ${row.name} at ${clock(this.times[at] * 1000)}: ${format(row.values[at], 'ratio')} busy`;
        }
    }
}

function summary(rows) {
    const now = rows.map((row) => row.values[row.values.length - 1] ?? 0);
    const busiest = now.indexOf(Math.max(...now));
    return `${rows.length} cores, a row each; the busiest now is core ${rows[busiest].name} with ${format(now[busiest], 'ratio')}`;
}
