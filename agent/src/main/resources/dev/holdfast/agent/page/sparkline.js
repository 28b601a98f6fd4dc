// A line without axes: what the last while looked like, beside a number.

import { svg } from './dom.js';

const WIDTH = 120;
const HEIGHT = 30;

/** A small picture of values between least and most; null is a gap. */
export class Sparkline {
    constructor() {
        this.area = svg('path', { class: 'spark-area' });
        this.line = svg('path', { class: 'spark-line', 'vector-effect': 'non-scaling-stroke' });
        this.element = svg('svg', { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.area, this.line);
    }

    show(values, least = 0, most = undefined) {
        const top = Math.max(most ?? Math.max(...values.map((value) => value ?? least)), least + 1e-9);
        const x = (i) => ((i / Math.max(1, values.length - 1)) * WIDTH).toFixed(1);
        const y = (value) => (HEIGHT - 1 - ((Math.min(value, top) - least) / (top - least)) * (HEIGHT - 2)).toFixed(1);
        let line = '';
        let area = '';
        let from = -1;
        values.forEach((value, i) => {
            if (value !== null) {
                line += `${from < 0 ? 'M' : 'L'}${x(i)} ${y(value)}`;
                area += `${from < 0 ? `M${x(i)} ${HEIGHT}` : ''}L${x(i)} ${y(value)}`;
                from = from < 0 ? i : from;
            }
            if (from >= 0 && (value === null || i === values.length - 1)) {
                area += `L${x(value === null ? i - 1 : i)} ${HEIGHT}Z`;
                from = -1;
            }
        });
        this.line.setAttribute('d', line);
        this.area.setAttribute('d', area);
    }
}
