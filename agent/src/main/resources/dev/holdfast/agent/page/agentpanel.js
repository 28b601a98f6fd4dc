// How the agent itself is: what it costs, what it has stored, what it missed.

import { el } from './dom.js';
import { latest } from './grid.js';
import { valuesOf } from './panels.js';
import { ago, dayAndClock, roughly } from './times.js';
import { format } from './units.js';

export class AgentPanel {
    constructor() {
        this.facts = el('dl', { class: 'facts' });
        this.element = el('section', { class: 'panel', 'aria-label': 'Agent', id: 'panel-agent' }, el('header', {}, el('h2', {}, 'Agent')), this.facts);
    }

    show(grid, host, account, nowMs) {
        const { status } = host;
        const { store } = status;
        const share = latest(valuesOf(grid, 'agent cpu') || []);
        const missedMs = Object.values(account.missedMs).reduce((sum, ms) => sum + ms, 0);
        const facts = [
            ['State', status.agent.running ? (status.ready ? 'ready' : 'not ready') : 'not running'],
            ['Memory, CPU', `${format(latest(valuesOf(grid, 'resident') || []), 'bytes')} resident, ${format(share, 'ratio')} of a core`],
            ['Interval', account.intervalMs > 0 ? roughly(account.intervalMs) : '–'],
            ['In this range', missedMs > 0 ? `${roughly(missedMs)} missed` : 'nothing missed'],
            ['Store', `${format(store.totalBytes, 'bytes')}, ${format(store.samples)} samples of ${format(store.series)} series`],
            ['Newest sample', store.lastMs > 0 ? `${dayAndClock(store.lastMs)}, ${ago(store.lastMs, nowMs)}` : 'none yet'],
            ['Damage', store.damages.length > 0 ? `${store.damages.length} files: see "holdfast verify"` : 'none'],
        ];
        this.facts.replaceChildren(...facts.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]));
    }
}
