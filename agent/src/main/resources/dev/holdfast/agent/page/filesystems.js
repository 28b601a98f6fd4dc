// How full each file system is: bytes and inodes, the fullest first.

import { el } from './dom.js';
import { number } from './grid.js';
import { format } from './units.js';

const FIELDS = ['size_bytes', 'avail_bytes', 'files', 'files_free', 'readonly'];
const MOST_ROWS = 12;

export class Filesystems {
    constructor() {
        this.body = el('tbody');
        this.rest = el('p', { class: 'muted' });
        this.element = el('section', { class: 'panel', 'aria-label': 'File systems', id: 'panel-filesystems' },
            el('header', {}, el('h2', {}, 'File systems')),
            el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'File systems, table' }, el('table', {},
                el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Mounted at'), el('th', { scope: 'col' }, 'Full'), el('th', { scope: 'col', class: 'number' }, ''),
                    el('th', { scope: 'col', class: 'number' }, 'Free'), el('th', { scope: 'col', class: 'number' }, 'of'), el('th', { scope: 'col', class: 'number' }, 'Inodes'))),
                this.body)),
            this.rest);
    }

    /** One expression for all fields, and the count of cores beside them. */
    expression(host) {
        const fields = `last_over_time({__name__=~"node_filesystem_(${FIELDS.join('|')})",${host}}[5m])`;
        return `${fields} or label_replace(count(last_over_time(node_cpu_seconds_total{mode="idle",${host}}[5m])), "part", "cores", "", "")`;
    }

    /** Shows them, and gives the count of cores, or 0. */
    show(result) {
        const systems = new Map();
        let cores = 0;
        for (const { metric, value } of result) {
            if (metric.part === 'cores') {
                cores = Number(value[1]);
                continue;
            }
            const system = systems.get(metric.mountpoint) || { mountpoint: metric.mountpoint, device: metric.device, type: metric.fstype };
            system[metric.__name__.replace('node_filesystem_', '')] = number(value[1]);
            systems.set(metric.mountpoint, system);
        }
        const rows = [...systems.values()].filter((system) => system.size_bytes > 0)
            .map((system) => ({ ...system, full: 1 - system.avail_bytes / system.size_bytes, inodes: system.files > 0 ? 1 - system.files_free / system.files : null }))
            .sort((a, b) => Math.max(b.full, b.inodes || 0) - Math.max(a.full, a.inodes || 0));
        this.body.replaceChildren(...rows.slice(0, MOST_ROWS).map(row));
        this.rest.textContent = rows.length === 0 ? 'No samples of file systems.' : rows.length > MOST_ROWS ? `and ${rows.length - MOST_ROWS} less full ones` : '';
        return cores;
    }
}

function row(system) {
    return el('tr', {},
        el('td', { title: `${system.device}, ${system.type}` }, system.mountpoint, system.readonly === 1 ? el('span', { class: 'muted' }, ' read-only') : null),
        el('td', {}, el('meter', { min: 0, max: 1, low: 0.85, high: 0.95, optimum: 0, value: system.full, 'aria-label': `${system.mountpoint} full` })),
        el('td', { class: 'number' }, format(system.full, 'ratio')),
        el('td', { class: 'number' }, format(system.avail_bytes, 'bytes')),
        el('td', { class: 'number' }, format(system.size_bytes, 'bytes')),
        el('td', { class: 'number' }, system.inodes === null ? '–' : format(system.inodes, 'ratio')));
}
