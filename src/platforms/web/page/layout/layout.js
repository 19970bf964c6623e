import { announce } from '../announcer.js';
import { server } from '../connection.js';
import { button, byId, element, placeIcons } from '../dom.js';
import { askForm } from '../form-dialog.js';
import { COLOURS, download, drawCells, readLayout, toPng } from './layout-files.js';
import { LayoutGrid, SIDE } from './layout-grid.js';
import { drawDraft, openLink } from './layout-link.js';
import { Pen } from './layout-pen.js';
import { say } from '../say.js';

const canvas = byId('canvas');
const prompt = byId('prompt');
const problem = byId('problem');
const grid = new LayoutGrid();
const conversation = new URLSearchParams(location.search).get('c') ?? undefined;
/** The one-time link behind which the page was opened, from Discord or Slack. */
let link;

/** The regions in use: number 1…12 and its words. */
let regions = [
  { number: 1, words: '' },
  { number: 2, words: '' },
];
let current = 1;
/** True while the full text is made from the regions. */
let isFilledIn = true;

const pen = new Pen(canvas, grid, { region: () => current, changed: show });

function show() {
  drawCells(grid.cells, canvas);
  const extents = grid.extents();
  byId('labels').replaceChildren(
    ...regions
      .filter(({ number, words }) => words.trim() !== '' && extents.has(number))
      .map(({ number, words }) => {
        const label = element('span', {}, words);
        label.style.left = `${extents.get(number).x * 100}%`;
        label.style.top = `${extents.get(number).y * 100}%`;
        return label;
      }),
  );
  const parts = regions
    .filter(({ number }) => extents.has(number))
    .map(({ number, words }) =>
      say('page.layout.regionShare', {
        region: words.trim() || say('page.layout.region', { number }),
        percent: Math.round(extents.get(number).share * 100),
      }),
    );
  canvas.setAttribute(
    'aria-label',
    parts.length === 0
      ? say('page.layout.canvasEmpty')
      : say('page.layout.canvasWith', { regions: parts.join(', ') }),
  );
  byId('undo').setAttribute('aria-disabled', String(!grid.canUndo));
  byId('redo').setAttribute('aria-disabled', String(!grid.canRedo));
}

function fillIn() {
  if (isFilledIn)
    prompt.value = regions
      .map(({ words }) => words.trim())
      .filter(Boolean)
      .join(', ');
}

function showRegions(focus) {
  byId('regions').replaceChildren(...regions.map(regionRow));
  byId('add').hidden = regions.length >= COLOURS.length;
  if (focus !== undefined) byId(`words-${focus}`)?.focus();
  fillIn();
  show();
}

function choose(number) {
  current = number;
  for (const row of byId('regions').children) {
    const isCurrent = Number(row.dataset.number) === number;
    row.classList.toggle('is-current', isCurrent);
    row.querySelector('.swatch').setAttribute('aria-pressed', String(isCurrent));
  }
  if (pen.tool === 'eraser') pen.tool = 'brush';
}

function regionRow(region) {
  const { number } = region;
  const words = element('input', {
    id: `words-${number}`,
    'aria-label': say('page.layout.regionWords', { number }),
    placeholder: say('page.layout.regionExample'),
    maxlength: 200,
  });
  words.value = region.words;
  words.addEventListener('input', () => {
    region.words = words.value;
    fillIn();
    show();
  });
  words.addEventListener('focus', () => choose(number));
  const swatch = button(
    {
      class: 'swatch',
      'aria-pressed': String(number === current),
      'aria-label': say('page.layout.paintRegion', { number }),
      on: { click: () => choose(number) },
    },
    String(number),
  );
  swatch.style.background = COLOURS[number - 1];
  return element(
    'li',
    { class: `region${number === current ? ' is-current' : ''}`, 'data-number': number },
    swatch,
    words,
    button(
      {
        class: 'quiet small',
        'aria-label': say('page.layout.boxRegion', { number }),
        on: { click: () => void placeBox(number) },
      },
      say('page.layout.box'),
    ),
    button({
      class: 'quiet small square',
      icon: 'close',
      'aria-label': say('page.layout.removeRegion', { number }),
      on: { click: () => remove(number) },
    }),
  );
}

function add() {
  const number = COLOURS.findIndex((_, at) => !regions.some((region) => region.number === at + 1)) + 1;
  regions.push({ number, words: '' });
  current = number;
  showRegions(number);
}

function remove(number) {
  grid.begin();
  grid.erase(number);
  regions = regions.filter((region) => region.number !== number);
  if (regions.length === 0) regions = [{ number: 1, words: '' }];
  if (current === number) current = regions[0].number;
  showRegions(current);
}

async function placeBox(number) {
  const form = await askForm({
    title: say('page.layout.placeRegion', { number }),
    text: say('page.layout.inPercent'),
    fields: [
      { name: 'left', label: say('page.layout.left'), value: '10' },
      { name: 'top', label: say('page.layout.top'), value: '40' },
      { name: 'width', label: say('page.layout.width'), value: '40' },
      { name: 'height', label: say('page.layout.height'), value: '40' },
    ],
    yes: say('page.layout.place'),
  });
  if (form === undefined) return;
  const [left, top, width, height] = [form.left, form.top, form.width, form.height].map(
    (value) => Number.parseFloat(value) / 100,
  );
  if (![left, top, width, height].every(Number.isFinite)) return fail(say('page.layout.fourNumbers'));
  grid.begin();
  grid.rectangle(left * SIDE, top * SIDE, (left + width) * SIDE, (top + height) * SIDE, number);
  show();
  announce(say('page.layout.placed', { number }));
}

function fail(sentence) {
  problem.hidden = sentence === undefined;
  problem.textContent = sentence ?? '';
}

/** Everything but the pixels, as it is saved and sent. */
function describe() {
  const extents = grid.extents();
  return {
    prompt: prompt.value.trim(),
    regions: regions
      .filter(({ number }) => extents.has(number))
      .map(({ number, words }) => ({ colour: COLOURS[number - 1], words: words.trim() })),
    cross: Number(byId('cross').value),
    self: Number(byId('self').value),
  };
}

/** What is still missing, as a sentence. */
function missing({ prompt: text, regions: painted }) {
  if (painted.length === 0) return say('page.layout.paintFirst');
  const silent = painted.find(({ words }) => words === '');
  if (silent !== undefined)
    return say('page.layout.sayRegion', { number: COLOURS.indexOf(silent.colour) + 1 });
  const lost = painted.find(({ words }) => !text.toLowerCase().includes(words.toLowerCase()));
  return lost === undefined ? undefined : say('page.layout.wordsMissing', { words: lost.words });
}

async function paint() {
  const description = describe();
  const lack = missing(description);
  if (lack !== undefined) return fail(lack);
  fail(undefined);
  try {
    const options = { ...description, regions: JSON.stringify(description.regions) };
    const painting = await toPng(canvas);
    if (link !== undefined && conversation === undefined) {
      await server.paintLink(link.id, options, painting);
      return end(say('page.layout.sent', { place: link.place }));
    }
    const id = conversation ?? (await server.create()).id;
    await server.act(id, { type: 'command', name: 'layout', options }, [painting]);
    location.assign(`/#${id}`);
  } catch (error) {
    fail(error.message);
  }
}

/** Closes the page: all that is left is a sentence. */
function end(sentence) {
  byId('bench').hidden = true;
  byId('purpose').hidden = true;
  byId('end').hidden = false;
  byId('end-words').textContent = sentence;
  byId('end-words').focus();
}

/** Begins with the regions of a conversation, when the page was opened behind a link. */
async function begin() {
  try {
    link = await openLink();
  } catch (error) {
    return end(error.message);
  }
  if (link === undefined) return undefined;
  byId('back').hidden = conversation === undefined;
  byId('purpose').textContent =
    conversation === undefined ? say('page.layout.sendOnce', { place: link.place }) : '';
  return link.draft === undefined ? undefined : showDraft(link.draft);
}

async function showDraft({ prompt: text, regions: drafted, weights = {} }) {
  regions = drafted.slice(0, COLOURS.length).map(({ words }, index) => ({ number: index + 1, words }));
  await drawDraft(drafted.slice(0, COLOURS.length), grid);
  const isWhole = regions.every(({ words }) => text.toLowerCase().includes(words.toLowerCase()));
  isFilledIn = !isWhole;
  if (isWhole) prompt.value = text;
  setSlider('cross', weights.crossWeight);
  setSlider('self', weights.selfWeight);
  current = 1;
  showRegions();
}

function setSlider(name, value) {
  byId(name).value = String(value ?? byId(name).defaultValue);
  byId(name).dispatchEvent(new Event('input'));
}

async function save() {
  download(await toPng(canvas), 'layout.png');
  const description = JSON.stringify(describe(), undefined, 2);
  download(new Blob([description], { type: 'application/json' }), 'layout.json');
}

async function load(files) {
  try {
    const { cells, description } = await readLayout(files);
    grid.begin();
    if (cells !== undefined) grid.cells = cells;
    if (description !== undefined) {
      regions = description.regions
        .map(({ colour, words }) => ({ number: COLOURS.indexOf(colour) + 1, words: String(words ?? '') }))
        .filter(({ number }) => number > 0);
      isFilledIn = false;
      prompt.value = String(description.prompt ?? '');
      setSlider('cross', description.cross);
      setSlider('self', description.self);
    }
    const extents = grid.extents();
    for (const number of extents.keys())
      if (!regions.some((region) => region.number === number)) regions.push({ number, words: '' });
    current = regions[0]?.number ?? 1;
    showRegions();
    fail(undefined);
    announce(say('page.layout.loaded'));
  } catch (error) {
    fail(error.message);
  }
}

placeIcons();
byId('back').href = conversation === undefined ? '/' : `/#${conversation}`;
byId('add').addEventListener('click', add);
byId('undo').addEventListener('click', () => (grid.undo(), show()));
byId('redo').addEventListener('click', () => (grid.redo(), show()));
byId('clear').addEventListener('click', () => {
  grid.begin();
  grid.cells.fill(0);
  show();
});
byId('size').addEventListener('input', (event) => (pen.width = Number(event.target.value)));
for (const tool of document.querySelectorAll('[data-tool]'))
  tool.addEventListener('click', () => (pen.tool = tool.dataset.tool));
for (const name of ['cross', 'self'])
  byId(name).addEventListener('input', (event) => (byId(`${name}-value`).textContent = event.target.value));
prompt.addEventListener('input', () => (isFilledIn = prompt.value.trim() === ''));
byId('refill').addEventListener('click', () => {
  isFilledIn = true;
  fillIn();
});
byId('save').addEventListener('click', () => void save());
byId('load').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', (event) => {
  void load([...event.target.files]);
  event.target.value = '';
});
byId('layout-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void paint();
});
addEventListener('keydown', (event) => {
  if (
    !(event.ctrlKey || event.metaKey) ||
    event.key.toLowerCase() !== 'z' ||
    document.activeElement?.matches('input:not([type=range]), textarea')
  )
    return;
  event.preventDefault();
  if (event.shiftKey) grid.redo();
  else grid.undo();
  show();
});
showRegions();
void begin();
