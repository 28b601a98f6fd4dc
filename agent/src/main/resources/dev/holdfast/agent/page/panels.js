// What the overview asks and shows. All parts of it are one expression, so a refresh is one request.

import { PALETTE } from './theme.js';
import { duration, parseDuration } from './times.js';

const MODES = ['user', 'system', 'nice', 'irq', 'softirq', 'steal', 'iowait'];
const MODE_COLOURS = { user: 'c1', system: 'c2', nice: 'c3', irq: 'c4', softirq: 'c8', steal: 'c7', iowait: 'c5' };

// One end of each container's cable, and what only loops back: a host may have hundreds, and their traffic is counted elsewhere.
const WIRES = 'device!~"lo|veth.*|cali.*|tap.*|ifb.*"';

// File systems and the agent's own figures are sampled less often than the rest.
const SLOW_MS = 60000;
const slow = (window) => duration(Math.max(SLOW_MS, parseDuration(window)));

/** Parts by name: an expression each, of the host's matchers and the length of a window. */
export const PARTS = {
    cpu: (host, window) => `avg by (mode) (rate(node_cpu_seconds_total{${host}}[${window}]))`,
    memory: (host, window) =>
        `last_over_time({__name__=~"node_memory_(MemTotal|MemFree|Buffers|Cached|SReclaimable|MemAvailable|SwapTotal|SwapFree)_bytes",${host}}[${window}])`,
    load: (host, window) => `last_over_time({__name__=~"node_load(1|5|15)",${host}}[${window}])`,
    'cpu waiting': (host, window) => `rate(node_pressure_cpu_waiting_seconds_total{${host}}[${window}])`,
    'io waiting': (host, window) => `rate(node_pressure_io_waiting_seconds_total{${host}}[${window}])`,
    'io stalled': (host, window) => `rate(node_pressure_io_stalled_seconds_total{${host}}[${window}])`,
    'memory waiting': (host, window) => `rate(node_pressure_memory_waiting_seconds_total{${host}}[${window}])`,
    'memory stalled': (host, window) => `rate(node_pressure_memory_stalled_seconds_total{${host}}[${window}])`,
    read: (host, window) => `sum(rate(node_disk_read_bytes_total{${host}}[${window}]))`,
    written: (host, window) => `sum(rate(node_disk_written_bytes_total{${host}}[${window}]))`,
    busy: (host, window) => `sum by (device) (rate(node_disk_io_time_seconds_total{${host}}[${window}]))`,
    in: (host, window) => `sum by (device) (rate(node_network_receive_bytes_total{${WIRES},${host}}[${window}]))`,
    out: (host, window) => `sum by (device) (rate(node_network_transmit_bytes_total{${WIRES},${host}}[${window}]))`,
    full: (host, window) =>
        `1 - max by (mountpoint) (last_over_time(node_filesystem_avail_bytes{${host}}[${slow(window)}]) / last_over_time(node_filesystem_size_bytes{${host}}[${slow(window)}]) > 0)`,
    resident: (host, window) => `last_over_time(process_resident_memory_bytes{${host}}[${slow(window)}])`,
    'agent cpu': (host, window) => `rate(process_cpu_seconds_total{${host}}[${slow(window)}])`,
    pending: (host, window) => `sum by (upstream) (last_over_time(holdfast_upstream_pending_samples{${host}}[${slow(window)}]))`,
};

/** Only asked for when somebody wants to see it: it has as many series as the host has cores. */
export const CORE_PART = {
    core: (host, window) => `1 - sum by (cpu) (rate(node_cpu_seconds_total{mode="idle",${host}}[${window}]))`,
};

/** One expression of all parts; the label "part" tells them apart. */
export function batch(parts, host, windowText) {
    return Object.entries(parts)
        .map(([name, expression]) => `label_replace(${expression(host, windowText)}, "part", "${name}", "", "")`)
        .join(' or ');
}

export const valuesOf = (grid, part) => grid.of(part)[0]?.values || null;

export function named(grid, part, label) {
    return grid.of(part).map((one) => ({ name: one.metric[label], values: one.values })).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

export function memory(grid) {
    return Object.fromEntries(grid.of('memory').map((one) => [one.metric.__name__.slice(12, -6), one.values]));
}

export const derive = (inputs, calculate) => inputs[0].map((unused, i) =>
    inputs.some((values) => values[i] === null) ? null : calculate(...inputs.map((values) => values[i])));

/** Shares of memory: used, what the kernel gives back when asked, free. */
function memoryShares(grid) {
    const of = memory(grid);
    if (!of.MemTotal || !of.MemFree) {
        return [];
    }
    const zero = of.MemTotal.map((value) => (value === null ? null : 0));
    const cache = derive([of.Buffers || zero, of.Cached || zero, of.SReclaimable || zero], (a, b, c) => a + b + c);
    const used = derive([of.MemTotal, of.MemFree, cache], (total, free, kept) => Math.max(0, total - free - kept));
    return [
        { label: 'used', values: used, colour: 'c1' },
        { label: 'buffers and cache', values: cache, colour: 'c6' },
        { label: 'free', values: of.MemFree, colour: 'c9', faint: true },
    ];
}

const lines = (named, suffix = '', first = 0) => named.map((one, i) =>
    ({ label: `${one.name}${suffix}`, values: one.values, colour: PALETTE[(i + first) % PALETTE.length] }));

/** The charts, in order; "lines" gives the series of a grid. */
export const CHARTS = [
    {
        id: 'cpu',
        title: 'CPU by mode',
        unit: 'ratio',
        stacked: true,
        least: 0,
        most: 1,
        expr: 'avg by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[1m]))',
        lines: (grid) => MODES
            .map((mode) => ({ label: mode, values: grid.of('cpu').find((one) => one.metric.mode === mode)?.values, colour: MODE_COLOURS[mode] }))
            .filter((line) => line.values && (['user', 'system', 'iowait'].includes(line.label) || line.values.some((value) => value > 0.0005))),
    },
    {
        id: 'memory',
        title: 'Memory',
        unit: 'bytes',
        stacked: true,
        least: 0,
        expr: 'node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes',
        lines: memoryShares,
    },
    {
        id: 'load',
        title: 'Load',
        unit: 'number',
        least: 0,
        expr: '{__name__=~"node_load(1|5|15)"}',
        lines: (grid) => ['1', '5', '15'].flatMap((minutes, i) => {
            const one = grid.of('load').find((candidate) => candidate.metric.__name__ === `node_load${minutes}`);
            return one ? [{ label: `${minutes} min`, values: one.values, colour: ['c1', 'c6', 'c9'][i] }] : [];
        }),
    },
    {
        id: 'pressure',
        title: 'Pressure',
        unit: 'ratio',
        least: 0,
        leastSpan: 0.01,
        expr: 'rate(node_pressure_cpu_waiting_seconds_total[1m])',
        lines: (grid) => ['cpu waiting', 'io waiting', 'io stalled', 'memory waiting', 'memory stalled'].flatMap((part, i) => {
            const values = valuesOf(grid, part);
            return values ? [{ label: part, values, colour: ['c1', 'c2', 'c5', 'c4', 'c8'][i] }] : [];
        }),
    },
    {
        id: 'disk',
        title: 'Disk throughput',
        unit: 'bytes/s',
        least: 0,
        leastSpan: 4096,
        expr: 'rate(node_disk_written_bytes_total[1m])',
        lines: (grid) => ['read', 'written'].flatMap((part, i) => {
            const values = valuesOf(grid, part);
            return values ? [{ label: part, values, colour: ['c1', 'c2'][i] }] : [];
        }),
    },
    {
        id: 'busy',
        title: 'Disk utilisation',
        unit: 'ratio',
        least: 0,
        leastSpan: 0.01,
        expr: 'rate(node_disk_io_time_seconds_total[1m])',
        lines: (grid) => lines(named(grid, 'busy', 'device')),
    },
    {
        id: 'network',
        title: 'Network',
        unit: 'bytes/s',
        leastSpan: 1024,
        note: 'out is drawn downwards',
        expr: 'rate(node_network_receive_bytes_total{device!="lo"}[1m])',
        lines: (grid) => {
            const moved = (part) => named(grid, part, 'device').filter((one) => one.values.some((value) => value > 0));
            return [
                ...lines(moved('in'), ' in'),
                ...lines(moved('out'), ' out', 1).map((line) => ({ ...line, down: true })),
            ];
        },
    },
    {
        id: 'backlog',
        title: 'Backlog: samples not yet delivered',
        unit: 'number',
        least: 0,
        leastSpan: 10,
        empty: 'No upstream is configured: samples stay on this host.',
        expr: 'holdfast_upstream_pending_samples',
        lines: (grid) => lines(named(grid, 'pending', 'upstream')),
    },
];
