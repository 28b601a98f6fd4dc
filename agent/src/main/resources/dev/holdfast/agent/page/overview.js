// The overview of a host: figures with the last while beside them, charts, what was collected and delivered.

import { account, accountHoldsMs } from './account.js';
import { AgentPanel } from './agentpanel.js';
import { hostNow, queryAt, queryRange } from './api.js';
import { Chart } from './chart.js';
import { Cores } from './cores.js';
import { byId, el, setText } from './dom.js';
import { Filesystems } from './filesystems.js';
import { GapBar } from './gapbar.js';
import { Grid, roundStepMs } from './grid.js';
import { batch, CHARTS, CORE_PART, PARTS } from './panels.js';
import { go, hashOf, isLive, onPlace, place } from './place.js';
import { COLLECTED, DELIVERED } from './states.js';
import { recall, remember } from './storage.js';
import { Tiles } from './tiles.js';
import { ago, clock, dayAndClock, duration } from './times.js';

const LEAST_REFRESH_MS = 5000;
const LONGEST_REFRESH_MS = 15000;
// Where steps are longer than this the present is asked for beside them.
const TAIL_MS = 15000;
const SETTLED_MS = 60000;
const SLOW_MS = 60000;
const POINTS = 240;
const BAR_HEIGHT = 44;

/** Asks for what it shows: one range query a refresh, an account now and then, slow facts once a minute. */
export class Overview {
    constructor(host) {
        this.host = host;
        this.grid = null;
        this.account = null;
        this.accountDue = 0;
        this.slowDue = 0;
        this.gridFor = '';
        this.tiles = new Tiles();
        this.cores = new Cores();
        this.filesystems = new Filesystems();
        this.agent = new AgentPanel();
        this.bars = [];
        this.notice = el('p', { class: 'notice', hidden: true, role: 'status' });
        this.barList = el('div', { class: 'bars' });
        // Room for as many as there were last time, so that nothing below is pushed down when they come.
        this.barList.style.minHeight = `${recall('bars', 3) * BAR_HEIGHT}px`;
        this.charts = CHARTS.map((options) => this.makeChart(options));
        const panels = this.charts.map(({ panel }) => panel);
        byId('overview').append(
            this.notice,
            this.tiles.element,
            el('section', { class: 'panel wide', 'aria-label': 'Collected and delivered' },
                el('header', {}, el('h2', {}, 'Collected and delivered'), el('a', { href: '#delivery', 'data-view': 'delivery' }, 'Details')),
                this.barList),
            el('div', { class: 'panels' }, panels, this.filesystems.element, this.agent.element));
        onPlace(() => this.charts.forEach(({ link, options }) => link.setAttribute('href', hashOf({ view: 'query', expr: options.expr, mode: 'range' }))));
    }

    makeChart(options) {
        const at = el('span', { class: 'at' });
        const link = el('a', { href: '#query', 'aria-label': `${options.title}: open in the query view` }, 'Query');
        const chart = new Chart({ ...options, onCursor: (index) => setText(at, index === null || index === undefined ? '' : clock(chart.times[index] * 1000)) });
        const header = el('header', {}, el('h2', {}, options.title), options.note ? el('span', { class: 'note' }, options.note) : null, at);
        const panel = el('section', { class: 'panel', 'aria-label': options.title, id: `panel-${options.id}` }, header, chart.element);
        if (options.id === 'cpu') {
            header.append(this.cores.button(chart, () => this.changed()));
            chart.element.append(this.cores.element);
        }
        header.append(link);
        return { options, chart, panel, link };
    }

    /** Another range, host or choice: what is known is of no use, and gaps are better than figures of another time. */
    changed() {
        this.gridFor = '';
        this.accountDue = 0;
        this.onChange?.();
    }

    /** Brings everything up to date, and says in how many milliseconds it should be done again. */
    async refresh(signal) {
        const nowMs = hostNow();
        await this.host.find(signal);
        const { fromMs, toMs } = this.host.span(nowMs);
        await this.askAccount(fromMs, toMs, nowMs, signal);
        const stepMs = this.step(toMs - fromMs);
        this.prepare(fromMs, toMs, stepMs);
        await this.askGrid(toMs, signal);
        if (nowMs >= this.slowDue || this.slowFor !== this.gridFor) {
            await this.askSlow(Math.min(toMs, nowMs), signal);
            this.slowDue = nowMs + SLOW_MS;
            this.slowFor = this.gridFor;
        }
        this.show(nowMs);
        if (this.grid.series.size === 0 && isLive()) {
            // An agent that has just begun: its interval and its name will be known in a moment.
            this.accountDue = 0;
            this.host.forget();
            return LEAST_REFRESH_MS / 2;
        }
        return isLive() && !this.host.stopped ? Math.min(LONGEST_REFRESH_MS, Math.max(LEAST_REFRESH_MS, stepMs)) : SETTLED_MS;
    }

    step(spanMs) {
        return Math.max(LEAST_REFRESH_MS, this.intervalMs(), roundStepMs(spanMs, POINTS));
    }

    intervalMs() {
        return this.account.intervalMs || this.host.apartMs();
    }

    prepare(fromMs, toMs, stepMs) {
        const key = JSON.stringify([place.range, this.host.matchers(), stepMs, this.cores.wanted]);
        if (this.gridFor !== key) {
            this.gridFor = key;
            this.grid = new Grid(fromMs, toMs, stepMs);
        } else {
            this.grid.moveTo(toMs);
        }
    }

    async askGrid(toMs, signal) {
        const { grid } = this;
        const fromMs = Math.max(grid.firstMs, grid.knownMs + grid.stepMs);
        const untilMs = Math.min(grid.lastMs, Math.floor(toMs / grid.stepMs) * grid.stepMs);
        const parts = this.cores.wanted ? { ...PARTS, ...CORE_PART } : PARTS;
        // A window must hold some ticks for a rate, and reach back to the step before, so that nothing is left out.
        const expression = (leastMs) => batch(parts, this.host.matchers(), duration(Math.max(leastMs, 4 * this.intervalMs())));
        grid.dropTail();
        if (fromMs <= untilMs) {
            const { data } = await queryRange(expression(grid.stepMs), fromMs, untilMs, grid.stepMs, {}, signal);
            grid.take(data.result, untilMs);
        }
        if (isLive() && grid.stepMs > TAIL_MS) {
            const { data } = await queryAt(expression(TAIL_MS), toMs, {}, signal);
            grid.takeTail(data.result, toMs);
        }
    }

    async askAccount(fromMs, toMs, nowMs, signal) {
        if (nowMs < this.accountDue) {
            return;
        }
        this.account = await account(fromMs, Math.min(toMs, nowMs), signal);
        this.accountDue = nowMs + accountHoldsMs(toMs - fromMs);
        this.showBars();
    }

    async askSlow(timeMs, signal) {
        const { data } = await queryAt(this.filesystems.expression(this.host.matchers()), timeMs, {}, signal);
        this.host.cores = this.filesystems.show(data.result) || this.host.cores;
    }

    showBars() {
        const { span: whole, host, lengthMs, upstreams } = this.account;
        const rows = [{ key: 'host', name: this.host.name() || 'this host', words: COLLECTED, intervals: host, lengthMs }, ...upstreams
            .map((one) => ({ key: `upstream ${one.name}`, name: one.name, words: DELIVERED, intervals: one.intervals, lengthMs: one.lengthMs }))];
        const keys = rows.map((row) => `${row.key} ${row.name}`).join('\n');
        if (keys !== this.barKeys) {
            this.barKeys = keys;
            remember('bars', rows.length);
            this.barList.style.minHeight = '';
            this.bars = rows.map((row) => new GapBar(row.name, row.words));
            this.barList.replaceChildren(...this.bars.map((bar) => bar.element));
        }
        rows.forEach((row, i) => this.bars[i].show(whole.fromMs, whole.toMs, row.intervals, row.lengthMs));
    }

    show(nowMs) {
        const { grid } = this;
        const times = grid.times();
        this.tiles.show(grid, this.host, this.account);
        for (const { options, chart } of this.charts) {
            const lines = options.lines(grid);
            const most = options.id === 'memory' ? this.tiles.memoryTotal : options.most;
            chart.options.most = most;
            chart.show(times, lines, this.account.missing);
        }
        this.cores.show(grid);
        this.agent.show(grid, this.host, this.account, nowMs);
        this.showNotice(nowMs);
    }

    /** Why the figures may not be what somebody expects. */
    showNotice(nowMs) {
        const { notice, host } = this;
        const words = host.troubles();
        let way = '';
        if (host.stopped) {
            words.push(`No agent writes to this directory. Shown is the time up to its newest sample, ${dayAndClock(host.lastMs)}, ${ago(host.lastMs, nowMs)}.`);
        } else if (this.grid.series.size === 0) {
            words.push(host.lastMs > 0 ? `There are no samples of a host in this range; the newest is from ${dayAndClock(host.lastMs)}.` : 'There are no samples yet.');
            way = host.lastMs > 0 ? el('button', { type: 'button', onclick: () => go({ range: { fromMs: host.lastMs - 900000, toMs: host.lastMs } }) }, 'Show the time before it') : '';
        }
        const text = words.join(' ');
        if (notice.textContent !== text + (way ? way.textContent : '')) {
            notice.replaceChildren(el('span', {}, text), way);
        }
        notice.hidden = text === '';
    }
}
