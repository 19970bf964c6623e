import { byId } from './dom.js';

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');

const shade = (isShown) => {
  byId('drop').hidden = !isShown;
};

const on = (name, react) => {
  addEventListener(name, (event) => {
    if (carriesFiles(event)) react(event);
  });
};

/** Takes files that are dropped anywhere on the page. */
export function bindDrop(take) {
  let depth = 0;
  on('dragenter', () => {
    depth += 1;
    shade(true);
  });
  on('dragleave', () => {
    depth -= 1;
    shade(depth > 0);
  });
  on('dragover', (event) => event.preventDefault());
  on('drop', (event) => {
    event.preventDefault();
    depth = 0;
    shade(false);
    take([...event.dataTransfer.files]);
  });
}
