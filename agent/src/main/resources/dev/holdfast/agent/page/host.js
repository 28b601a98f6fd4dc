// Which host is looked at, how its agent is, and where its time ends.

import { ask, hostNow, queryAt } from './api.js';
import { byId, el, setText } from './dom.js';
import { go, isLive, place, span } from './place.js';

const STATUS_HOLDS_MS = 10000;
const NAMES_HOLD_MS = 120000;
// An agent that is just being restarted is no reason to look at another time.
const STOPPED_AFTER_MS = 60000;
const APART_MS = [1000, 2000, 5000, 10000, 15000, 30000, 60000];

export class Host {
    constructor() {
        this.status = null;
        this.statusDue = 0;
        this.namesDue = 0;
        this.hosts = [];
        this.lastMs = 0;
        this.stopped = false;
    }

    /** Learns how the agent is and, now and then, which hosts the store knows. */
    async find(signal) {
        const nowMs = hostNow();
        if (nowMs >= this.statusDue) {
            this.status = (await ask('holdfast/status', {}, signal)).data;
            this.lastMs = this.status.store.lastMs || 0;
            this.statusDue = nowMs + STATUS_HOLDS_MS;
        }
        this.stopped = isLive() && !this.status.agent.running && this.lastMs > 0 && nowMs - this.lastMs > STOPPED_AFTER_MS;
        const { toMs } = this.span(nowMs);
        if (nowMs >= this.namesDue || this.namesFor !== JSON.stringify(place.range)) {
            const { data } = await queryAt('count_over_time(node_uname_info[5m])', toMs, {}, signal);
            const found = data.result.map(({ metric, value }) => ({ apartMs: 300000 / Number(value[1]), instance: metric.instance || '', job: metric.job || '', name: metric.nodename || metric.instance, system: `${metric.sysname} ${metric.release}`, metric }));
            if (found.length > 0 || this.hosts.length === 0) {
                this.hosts = found.sort((a, b) => a.instance.localeCompare(b.instance));
            }
            this.namesDue = nowMs + NAMES_HOLD_MS;
            this.namesFor = JSON.stringify(place.range);
        }
        this.show();
    }

    /** Asks for all of it again next time. */
    forget() {
        this.statusDue = 0;
        this.namesDue = 0;
    }

    chosen() {
        return this.hosts.find((host) => host.instance === place.host) || this.hosts[0];
    }

    /** How far apart its samples are, about: of a host that another agent looked at nobody else knows. */
    apartMs() {
        return APART_MS.find((round) => round >= (this.chosen()?.apartMs || 15000) * 0.95) || 60000;
    }

    name() {
        return this.chosen()?.name || '';
    }

    /** The matchers of its series, without braces. */
    matchers() {
        const host = this.chosen();
        const quoted = (text) => JSON.stringify(text);
        return host ? [host.instance && `instance=${quoted(host.instance)}`, host.job && `job=${quoted(host.job)}`].filter(Boolean).join(',') : '';
    }

    /** The range that is looked at; the present of a directory that nobody writes to is its newest sample. */
    span(nowMs) {
        const wished = span(nowMs);
        return this.stopped ? { fromMs: this.lastMs - place.range.lengthMs, toMs: this.lastMs + 1 } : wished;
    }

    show() {
        const { status } = this;
        const name = this.name() || 'no host yet';
        document.title = `${name} · Holdfast`;
        if (this.hosts.length > 1) {
            this.showChoice();
        } else {
            setText(byId('host'), name);
        }
        const [state, words] = health(status);
        byId('health').dataset.state = state;
        setText(byId('health'), words);
        byId('health').title = this.troubles().join('; ');
    }

    /** What is not as it should be, in words; empty when all is well. */
    troubles() {
        const { status } = this;
        if (!status?.agent.running) {
            return [];
        }
        return [
            status.store.degraded && `The store is degraded: ${status.store.degraded}.`,
            !status.ready && `The agent is not ready: ${(status.notReady || []).join('; ') || 'it is starting'}.`,
            status.store.damages.length > 0 && `${status.store.damages.length} files are damaged; "holdfast verify" names them.`,
        ].filter(Boolean);
    }

    showChoice() {
        const key = this.hosts.map((host) => host.instance).join('\n');
        if (this.choiceFor !== key) {
            this.choiceFor = key;
            this.choice = el('select', { class: 'host-choice', 'aria-label': 'Host', onchange: () => go({ host: this.choice.value }) },
                this.hosts.map((host) => el('option', { value: host.instance }, host.name === host.instance ? host.name : `${host.name} (${host.instance})`)));
            byId('host').replaceChildren(this.choice);
        }
        this.choice.value = this.chosen().instance;
    }
}

/** How the agent is: a state for the colour, and words, which say the same. */
function health(status) {
    if (!status.agent.running) {
        return ['warn', 'no agent runs'];
    }
    if (status.store.degraded) {
        return ['bad', 'degraded'];
    }
    if (!status.ready) {
        return ['warn', 'not ready'];
    }
    return ['good', 'ready'];
}
