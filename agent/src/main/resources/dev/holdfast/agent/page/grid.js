// Answers of range queries on a grid of times, kept while the range moves on: only what is new is asked for.

/** Values by time step; a step without a sample is null, which a chart draws as a gap. */
export class Grid {
    constructor(fromMs, toMs, stepMs) {
        this.stepMs = stepMs;
        this.firstMs = Math.ceil(fromMs / stepMs) * stepMs;
        this.count = Math.max(1, Math.floor((toMs - this.firstMs) / stepMs) + 1);
        this.series = new Map();
        // Up to where the answers reach; nothing yet.
        this.knownMs = this.firstMs - stepMs;
        // The present, which need not be on the grid; 0 for none.
        this.tailMs = 0;
    }

    get lastMs() {
        return this.firstMs + (this.count - 1) * this.stepMs;
    }

    /** Times in seconds, as uPlot wants them. */
    times() {
        const times = Array.from({ length: this.count }, (unused, i) => (this.firstMs + i * this.stepMs) / 1000);
        return this.tailMs > 0 ? [...times, this.tailMs / 1000] : times;
    }

    /** Puts the present behind the last step: where steps are long, figures would be old. */
    takeTail(vector, ms) {
        if (ms <= this.lastMs) {
            return;
        }
        const values = new Map(vector.map(({ metric, value }) => [this.lineOf(metric), number(value[1])]));
        for (const one of this.series.values()) {
            one.values.push(values.get(one) ?? null);
        }
        this.tailMs = ms;
    }

    dropTail() {
        if (this.tailMs > 0) {
            this.series.forEach((one) => one.values.pop());
            this.tailMs = 0;
        }
    }

    /** Moves on to another end: what is too old goes, what is new is a gap until an answer fills it. */
    moveTo(toMs) {
        this.dropTail();
        const by = Math.floor((toMs - this.lastMs) / this.stepMs);
        if (by <= 0) {
            return;
        }
        this.firstMs += by * this.stepMs;
        for (const [key, one] of this.series) {
            one.values.splice(0, by);
            while (one.values.length < this.count) {
                one.values.push(null);
            }
            if (one.values.every((value) => value === null)) {
                this.series.delete(key);
            }
        }
    }

    /** Takes in the result of a range query that reaches until toMs. */
    take(matrix, toMs) {
        for (const { metric, values } of matrix) {
            const one = this.lineOf(metric);
            for (const [second, text] of values) {
                const at = Math.round((second * 1000 - this.firstMs) / this.stepMs);
                if (at >= 0 && at < this.count) {
                    one.values[at] = number(text);
                }
            }
        }
        this.knownMs = Math.max(this.knownMs, toMs);
    }

    lineOf(metric) {
        const key = keyOf(metric);
        let one = this.series.get(key);
        if (!one) {
            one = { metric, values: new Array(this.count).fill(null) };
            this.series.set(key, one);
        }
        return one;
    }

    /** The series of one part of a batch. */
    of(part) {
        return [...this.series.values()].filter((one) => one.metric.part === part);
    }
}

/** A value of the API, which may be NaN or infinite. */
export const parsed = (text) => Number(text.replace(/Inf$/, 'Infinity'));

/** The same for a line: what is not a number is no point of it. */
export function number(text) {
    const value = parsed(text);
    return Number.isFinite(value) ? value : null;
}

const keyOf = (metric) => Object.keys(metric).sort().map((name) => `${name}=${metric[name]}`).join('\u0000');

const ROUND_STEPS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** The least round step that divides a span into no more than so many points. */
export function roundStepMs(spanMs, points) {
    const wished = spanMs / 1000 / points;
    return 1000 * (ROUND_STEPS_S.find((step) => step >= wished) || Math.ceil(wished / 86400) * 86400);
}

/** The newest value that is there, of the last so many. */
export function latest(values, reach = 3) {
    for (let i = values.length - 1; i >= Math.max(0, values.length - reach); i--) {
        if (values[i] !== null) {
            return values[i];
        }
    }
    return null;
}
