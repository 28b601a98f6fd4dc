// Figures of the newest step in large, with the last while behind them. Each leads to its query.

import { el, setText } from './dom.js';
import { latest } from './grid.js';
import { derive, memory, named, valuesOf } from './panels.js';
import { hashOf, onPlace } from './place.js';
import { Sparkline } from './sparkline.js';
import { format } from './units.js';

const QUERIES = {
    CPU: '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[1m]))',
    Memory: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
    Load: 'node_load1',
    Pressure: 'rate(node_pressure_io_waiting_seconds_total[1m])',
    Disk: 'max by (device) (rate(node_disk_io_time_seconds_total[1m]))',
    'Disk space': '1 - node_filesystem_avail_bytes / node_filesystem_size_bytes',
    Network: 'sum(rate(node_network_receive_bytes_total{device!="lo"}[1m]))',
    Agent: 'process_resident_memory_bytes',
};

export class Tiles {
    constructor() {
        this.tiles = Object.fromEntries(Object.keys(QUERIES).map((name) => [name, new Tile(name)]));
        this.element = el('div', { class: 'tiles', role: 'group', 'aria-label': 'Now' }, Object.values(this.tiles).map((tile) => tile.element));
        this.memoryTotal = undefined;
    }

    show(grid, host, account) {
        this.cpu(grid);
        this.memory(grid);
        this.load(grid, host);
        this.pressure(grid);
        this.disk(grid);
        this.fullest(grid);
        this.network(grid);
        this.agent(grid, host, account);
    }

    cpu(grid) {
        const modes = grid.of('cpu');
        const idle = modes.find((one) => one.metric.mode === 'idle')?.values;
        const busy = idle ? idle.map((value) => (value === null ? null : Math.max(0, 1 - value))) : [];
        const part = (mode) => format(latest(modes.find((one) => one.metric.mode === mode)?.values || []), 'ratio');
        this.tiles.CPU.show(busy, 'ratio', idle ? `user ${part('user')} · system ${part('system')} · io ${part('iowait')}` : '', { most: 1, warn: 0.85, bad: 0.97 });
    }

    memory(grid) {
        const of = memory(grid);
        if (!of.MemTotal || !of.MemAvailable) {
            this.tiles.Memory.show([], 'ratio', '');
            return;
        }
        const used = derive([of.MemTotal, of.MemAvailable], (total, available) => 1 - available / total);
        const total = latest(of.MemTotal, Infinity);
        this.memoryTotal = total ?? undefined;
        const available = latest(of.MemAvailable);
        const swap = latest(of.SwapTotal || []) ? ` · swap ${format(1 - latest(of.SwapFree) / latest(of.SwapTotal), 'ratio')}` : '';
        this.tiles.Memory.show(used, 'ratio', available === null ? '' : `${format(total - available, 'bytes')} of ${format(total, 'bytes')}${swap}`, { most: 1, warn: 0.9, bad: 0.97 });
    }

    load(grid, host) {
        const of = (minutes) => grid.of('load').find((one) => one.metric.__name__ === `node_load${minutes}`)?.values || [];
        const cores = host.cores;
        const more = `15 min ${format(latest(of(15)))}${cores ? ` · ${cores} ${cores === 1 ? 'core' : 'cores'}` : ''}`;
        this.tiles.Load.show(of(1), 'number', of(1).length > 0 ? more : '', cores ? { warn: cores * 2, bad: cores * 6 } : {});
    }

    pressure(grid) {
        const parts = { cpu: 'cpu waiting', io: 'io waiting', memory: 'memory waiting' };
        const known = Object.entries(parts).map(([name, part]) => [name, valuesOf(grid, part)]).filter(([, values]) => values);
        if (known.length === 0) {
            this.tiles.Pressure.show([], 'ratio', grid.of('cpu').length > 0 ? 'not known on this kernel' : '');
            return;
        }
        const most = known[0][1].map((unused, i) => known.reduce((max, [, values]) => (values[i] === null ? max : Math.max(max ?? 0, values[i])), null));
        this.tiles.Pressure.show(most, 'ratio', known.map(([name, values]) => `${name} ${format(latest(values), 'ratio')}`).join(' · '), { most: Math.max(0.05, ...most), warn: 0.4, bad: 0.8 });
    }

    disk(grid) {
        const devices = named(grid, 'busy', 'device');
        const busy = devices.length > 0 ? devices[0].values.map((unused, i) => devices.reduce((max, one) => (one.values[i] === null ? max : Math.max(max ?? 0, one.values[i])), null)) : [];
        const flow = (part) => format(latest(valuesOf(grid, part) || []), 'bytes/s');
        this.tiles.Disk.show(busy, 'ratio', devices.length > 0 ? `read ${flow('read')} · write ${flow('written')}` : '', { most: Math.max(0.05, ...busy), warn: 0.9, bad: 2 });
    }

    fullest(grid) {
        const systems = named(grid, 'full', 'mountpoint');
        const fullest = systems.reduce((best, one) => (best === null || (latest(one.values) ?? -1) > (latest(best.values) ?? -1) ? one : best), null);
        this.tiles['Disk space'].show(fullest?.values || [], 'ratio', fullest ? `fullest: ${fullest.name}` : '', { most: 1, warn: 0.85, bad: 0.95 });
    }

    network(grid) {
        const total = (part) => {
            const devices = named(grid, part, 'device');
            return devices.length > 0 ? devices[0].values.map((unused, i) => devices.reduce((sum, one) => (one.values[i] === null ? sum : (sum ?? 0) + one.values[i]), null)) : [];
        };
        const received = total('in');
        this.tiles.Network.show(received, 'bytes/s', received.length > 0 ? `received · sent ${format(latest(total('out')), 'bytes/s')}` : '');
    }

    agent(grid, host, account) {
        const resident = valuesOf(grid, 'resident') || [];
        const missed = Object.values(account.missedMs).reduce((sum, ms) => sum + ms, 0);
        const pending = (host.status?.upstreams || []).reduce((sum, one) => sum + one.pendingSamples, 0);
        const more = missed > 0 ? `${format(missed / 1000, 'seconds')} missed · ${format(pending)} pending` : `nothing missed · ${format(pending)} pending`;
        this.tiles.Agent.show(resident, 'bytes', resident.length > 0 ? more : '');
    }
}

class Tile {
    constructor(name) {
        this.name = name;
        this.value = el('span', { class: 'value' }, '–');
        this.verdict = el('span', { class: 'verdict' });
        this.more = el('span', { class: 'more' });
        this.spark = new Sparkline();
        this.element = el('a', { class: 'tile', href: '#query', title: 'Open in the query view' },
            el('span', { class: 'name' }, name, this.verdict), this.value, this.more, this.spark.element);
        onPlace(() => this.element.setAttribute('href', hashOf({ view: 'query', expr: QUERIES[name], mode: 'range' })));
    }

    show(values, unit, more, { most, warn = Infinity, bad = Infinity } = {}) {
        const now = latest(values);
        const [figure, sign = ''] = format(now, unit).split(' ');
        this.value.replaceChildren(figure, el('small', {}, sign));
        const state = now === null || now < warn ? '' : now < bad ? 'warn' : 'bad';
        this.element.dataset.state = state;
        setText(this.verdict, { warn: 'high', bad: 'very high', '': '' }[state]);
        setText(this.more, more || (now === null ? 'no samples' : ''));
        this.more.title = more;
        this.spark.show(values, 0, most);
    }
}
