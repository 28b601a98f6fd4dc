// What was collected, what each upstream has of it, and how its delivery goes.

import { account, accountHoldsMs } from './account.js';
import { hostNow } from './api.js';
import { byId, el, setText } from './dom.js';
import { GapBar } from './gapbar.js';
import { isLive } from './place.js';
import { CAUSES, COLLECTED, DELIVERED } from './states.js';
import { zoom } from './range.js';
import { ago, dayAndClock, moment, roughly } from './times.js';
import { format } from './units.js';

const REFRESH_MS = 10000;
const MOST_GAPS = 100;

export class Delivery {
    constructor(host) {
        this.host = host;
        this.due = 0;
        this.account = null;
        this.hostBar = null;
        this.cards = new Map();
        this.hostPanel = el('section', { class: 'panel wide', 'aria-label': 'Collected on this host' });
        this.cardList = el('div', { class: 'cards' });
        this.none = el('p', { class: 'panel wide muted', hidden: true }, 'No upstream is configured: what is collected stays on this host, where queries find it. "remote_write" in the configuration names one.');
        this.store = el('dl', { class: 'facts' });
        this.gaps = el('tbody');
        this.gapWords = el('p', { class: 'muted' });
        byId('delivery').append(
            this.hostPanel,
            this.none,
            this.cardList,
            el('div', { class: 'cards' },
                el('section', { class: 'panel', 'aria-label': 'Gaps' }, el('header', {}, el('h2', {}, 'Gaps in this range')), this.gapWords,
                    this.gapTable = el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Gaps, table' }, el('table', {}, el('thead', {}, el('tr', {}, ['From', 'Length', 'Why', ''].map((name) => el('th', { scope: 'col' }, name)))), this.gaps))),
                el('section', { class: 'panel', 'aria-label': 'Store' }, el('header', {}, el('h2', {}, 'Store')), this.store)));
    }

    changed() {
        this.due = 0;
        this.gapsShown = '';
    }

    async refresh(signal) {
        const nowMs = hostNow();
        await this.host.find(signal);
        const { fromMs, toMs } = this.host.span(nowMs);
        if (nowMs >= this.due) {
            this.account = await account(fromMs, Math.min(toMs, nowMs), signal);
            this.due = nowMs + accountHoldsMs(toMs - fromMs);
            this.showAccount();
        }
        this.showStatus(nowMs);
        return isLive() ? REFRESH_MS : 6 * REFRESH_MS;
    }

    showAccount() {
        const { span, host, lengthMs, upstreams, missing } = this.account;
        const name = this.host.name() || 'this host';
        if (this.hostBar?.name !== name) {
            this.hostBar = new GapBar(name, COLLECTED);
            this.hostPanel.replaceChildren(el('header', {}, el('h2', {}, 'Collected on this host')), el('div', { class: 'bars' }, this.hostBar.element));
        }
        this.hostBar.show(span.fromMs, span.toMs, host, lengthMs);
        this.none.hidden = upstreams.length > 0;
        for (const upstream of upstreams) {
            let card = this.cards.get(upstream.name);
            if (!card) {
                card = new UpstreamCard(upstream.name);
                this.cards.set(upstream.name, card);
                this.cardList.append(card.element);
            }
            card.bar.show(span.fromMs, span.toMs, upstream.intervals, upstream.lengthMs);
        }
        for (const [known, card] of this.cards) {
            if (!upstreams.some((upstream) => upstream.name === known)) {
                card.element.remove();
                this.cards.delete(known);
            }
        }
        this.showGaps(missing);
    }

    showGaps(missing) {
        const longest = [...missing].sort((a, b) => b.lengthMs - a.lengthMs).slice(0, MOST_GAPS).sort((a, b) => b.fromMs - a.fromMs);
        const totalMs = missing.reduce((sum, gap) => sum + gap.lengthMs, 0);
        setText(this.gapWords, missing.length === 0 ? 'None: every tick is there.'
            : `${missing.length} ${missing.length === 1 ? 'gap' : 'gaps'}, ${roughly(totalMs)} in all${missing.length > MOST_GAPS ? `; the ${MOST_GAPS} longest are listed` : ''}.`);
        this.gapTable.hidden = missing.length === 0;
        const shown = JSON.stringify(longest);
        if (shown === this.gapsShown) {
            return;
        }
        this.gapsShown = shown;
        this.gaps.replaceChildren(...longest.map((gap) => el('tr', {},
            el('td', {}, dayAndClock(gap.fromMs)),
            el('td', {}, roughly(gap.lengthMs)),
            el('td', {}, CAUSES[gap.reason] || gap.reason),
            el('td', { class: 'number' }, el('button', {
                type: 'button',
                class: 'quiet',
                'aria-label': `Show the time around ${dayAndClock(gap.fromMs)}`,
                onclick: () => zoom(gap.fromMs - Math.max(30000, gap.lengthMs / 2), gap.toMs + Math.max(30000, gap.lengthMs / 2)),
            }, 'Show')))));
    }

    showStatus(nowMs) {
        const { status } = this.host;
        for (const upstream of status.upstreams) {
            this.cards.get(upstream.name)?.show(upstream, status, nowMs);
        }
        const { store } = status;
        const facts = [
            ['On disk', `${format(store.totalBytes, 'bytes')} in ${store.path}`],
            ['Samples', `${store.samples.toLocaleString('en')} of ${store.series.toLocaleString('en')} series`],
            ['From', store.firstMs > 0 ? dayAndClock(store.firstMs) : '–'],
            ['To', store.lastMs > 0 ? `${dayAndClock(store.lastMs)}, ${ago(store.lastMs, nowMs)}` : '–'],
            ['Files', `${store.sstables} sstables in ${store.partitions} partitions; ${format(store.logBytes, 'bytes')} of log`],
            ['State', store.degraded || (store.damages.length > 0 ? `${store.damages.length} damaged: see "holdfast verify"` : 'sound')],
            ['Agent', status.agent.running ? `running${status.agent.pid ? `, process ${status.agent.pid}` : ''}` : 'not running'],
        ];
        this.store.replaceChildren(...facts.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]));
    }
}

class UpstreamCard {
    constructor(name) {
        this.bar = new GapBar(name, DELIVERED);
        this.state = el('span', { class: 'state' });
        this.figures = ['pending', 'oldest pending', 'to go', 'sent'].map((label) => {
            const value = el('b', {}, '–');
            return { value, element: el('div', {}, value, el('span', {}, label)) };
        });
        this.facts = el('dl', { class: 'facts' });
        this.element = el('section', { class: 'panel', 'aria-label': `Upstream ${name}` },
            el('div', { class: 'card-title' }, el('h2', {}, name), this.state),
            el('div', { class: 'big' }, this.figures.map((figure) => figure.element)),
            el('div', { class: 'bars single' }, this.bar.element),
            this.facts);
    }

    show(upstream, status, nowMs) {
        const [state, words] = stateOf(upstream, status);
        this.state.dataset.state = state;
        setText(this.state, words);
        const { outlook, account: sent, lastAnswer } = upstream;
        const values = [
            `${upstream.pendingSamplesExact === false ? 'about ' : ''}${format(upstream.pendingSamples)}`,
            upstream.pendingSamples > 0 ? roughly(upstream.oldestPendingAgeMs) : 'none',
            outlook ? eta(upstream) : '–',
            sent ? format(sent.bytesSent, 'bytes') : '–',
        ];
        values.forEach((text, i) => setText(this.figures[i].value, text));
        const facts = [
            ['Delivered up to', upstream.deliveredUntilMs > 0 ? dayAndClock(upstream.deliveredUntilMs) : 'nothing yet'],
            ['Rate', outlook ? `${format(outlook.sentPerSecond)} samples/s sent, ${format(outlook.newPerSecond)} new` : '–'],
            ['Last answer', lastAnswer?.timeMs > 0 ? `${lastAnswer.text}, at ${moment(lastAnswer.timeMs, nowMs)}` : '–'],
            ['Refused, parked', sent ? `${format(sent.samplesRefused)}, ${format(sent.samplesParked)} samples` : '–'],
            ['Held by', outlook?.heldBy || null],
        ].filter(([, text]) => text);
        this.facts.replaceChildren(...facts.flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]));
    }
}

function eta({ pendingSamples, outlook }) {
    if (pendingSamples === 0 || outlook.etaMs === 0 && outlook.sentPerSecond > 0) {
        return 'up to date';
    }
    return outlook.etaMs > 0 ? roughly(outlook.etaMs) : 'not at this rate';
}

/** A state for the colour, and words. */
function stateOf(upstream, status) {
    const { lastAnswer, account: sent } = upstream;
    if (!status.agent.running) {
        return ['warn', 'no agent sends'];
    }
    if (!lastAnswer || !(lastAnswer.timeMs > 0)) {
        return ['', 'not tried yet'];
    }
    // The two moments are noted one after the other, with a write to the ledger between them.
    if (/^2\d\d ok\b/.test(lastAnswer.text) || (sent && sent.lastSuccessMs >= lastAnswer.timeMs)) {
        return upstream.pendingSamples > 0 && upstream.oldestPendingAgeMs > 120000 ? ['warn', 'catching up'] : ['good', 'delivering'];
    }
    return ['bad', lastAnswer.text];
}
