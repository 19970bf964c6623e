import type { CommandTable } from './command-words.ts';

const picture = 'Nummer des Bildes; sonst das neueste';
const seed = 'Gleicher Seed, gleiches Bild';
const size = 'Breite x Höhe in Pixeln: 512x512';
const steps = 'Mehr Schritte, feineres Bild, längere Wartezeit';
const guidance = 'Wie genau den Worten gefolgt wird';

export const de: CommandTable = {
  imagine: {
    description: 'Male ein Bild aus Worten.',
    options: {
      prompt: 'Was gemalt werden soll (am besten auf Englisch): a cat and a dog on grass',
      seed,
      size,
      steps,
      guidance,
      negative: 'Was nicht zu sehen sein soll',
      count: 'Wie viele Bilder, jedes mit dem nächsten Seed',
      model: 'Das Modell, das malt; sonst das übliche',
      private: 'Nur du siehst es, auch wo andere mitlesen',
    },
  },
  layout: {
    description: 'Male Bereiche mit Worten: a cat on the left and a house on the right.',
    options: {
      prompt: 'Bereiche in Worten oder der ganze Text zu einem gemalten Plan',
      regions: 'Farben und Worte eines gemalten Plans, als JSON',
      painting: 'Ein gemalter Plan: eine glatte Farbe je Bereich',
      cross: 'Wie sehr Worte in ihrem Bereich bleiben',
      self: 'Wie sehr ein Bereich zusammenhält',
      seed,
    },
  },
  painter: {
    description: 'Male einen Plan im Browser: ein Link nur für dich, einmal gültig.',
    options: {
      prompt: 'Bereiche für den Anfang, auf Englisch: a cat on the left and a house on the right',
      picture: 'Nummer des Bildes, mit dessen Plan es beginnt; sonst das neueste',
    },
  },
  edit: {
    description: 'Ändere ein Bild, wie du es sagst; einfache Worte und Antworten tun dasselbe.',
    options: {
      instruction: 'Was sich ändern soll: replace the cat with a horse and make the dog blue',
      picture: 'Nummer des Bildes, das sich ändern soll; sonst das neueste',
      image: 'Ein eigenes Foto zum Ändern',
      seed,
      mask: 'Ein Bild, das weiß ist, wo sich etwas ändern darf',
    },
  },
  redraw: {
    description: 'Zeichne ein Bild neu, wie Worte es sagen; sein Aufbau bleibt.',
    options: {
      words: 'Was es zeigen soll oder was anders sein soll (am besten auf Englisch): a tiger on grass',
      picture,
      image: 'Ein eigenes Foto zum Neuzeichnen',
      strength: 'Wie weit weg vom Bild: 0.05 behält fast alles, 1 nichts',
      guidance,
      louder: 'Worte, die mehr beachtet werden: tiger, hat',
      preset: 'Vorgaben einer Arbeit: cmu rechnet 150 Schritte',
      seed,
    },
  },
  reword: {
    description: 'Male ein Bild aus geänderten Worten neu; sein Aufbau bleibt; auch Fotos.',
    options: {
      to: 'Die neuen Worte: a tiger on grass',
      from: 'Was es jetzt zeigt; für Fotos nötig: a cat on grass',
      only: 'Nur dort ändern, wo diese Worte sind: cat, tiger',
      picture,
      image: 'Ein eigenes Foto zum Ändern',
      cross: 'Bis zu welchem Anteil der Schritte Worte ihren Platz behalten, 0 bis 1',
      self: 'Bis zu welchem Anteil der Schritte Formen bleiben, 0 bis 1',
      inversion: 'Wie Fotos zurückverfolgt werden: null-text ist langsamer und genauer',
    },
  },
  undo: {
    description: 'Zurück zum Bild vor der letzten Änderung.',
    options: {
      picture: 'Nummer des Bildes, dessen Änderung zurückgenommen wird; sonst das neueste',
      times: 'Wie viele Änderungen zurückgenommen werden',
    },
  },
  redo: { description: 'Nimm das letzte Zurück zurück.' },
  goto: {
    description: 'Geh zu einem früheren Bild und arbeite dort weiter.',
    options: { picture: 'Nummer des Bildes' },
  },
  variation: {
    description: 'Noch ein Bild aus denselben Worten, mit neuem Seed.',
    options: { picture },
  },
  again: {
    description: 'Den letzten Schritt noch einmal: stärker, schwächer, nur ein Teil oder mit anderem Seed.',
    options: {
      picture: 'Nummer des Bildes, das neu gemacht wird; sonst das neueste',
      change: 'Wie es sich unterscheiden soll',
      only: 'Nur diesen Teil der Änderung behalten: 1 = der erste',
      seed: 'Gleicher Seed, gleiches Bild; sonst ein neuer',
    },
    choices: { stronger: 'stärker', weaker: 'schwächer' },
  },
  weights: {
    description:
      'Mach ein Bild noch einmal mit anderen Gewichten: wie viel jeder Teil oder jedes Wort zählt.',
    options: { weights: 'Worte und Zahlen: cat 1.4, grass 0.6. Allein zeigt es, was es gibt', picture },
  },
  upscale: {
    description: 'Mach ein Bild größer: mehr Pixel, mit detail:yes vom Modell feiner gemalt.',
    options: {
      picture,
      factor: 'Wievielmal so breit und hoch; sonst 2',
      detail: 'Lass es das Modell feiner malen; Kleines kann sich ändern',
    },
  },
  pick: {
    description: 'Sag, welches du meinst, wenn ich frage, oder hinterher, dass es ein anderes war.',
    options: {
      number: 'Die Nummer im Bild',
      which: 'Oder in Worten, auf Englisch: the left one, both',
      question: 'Welche Frage; sonst deine letzte',
    },
  },
  plan: {
    description:
      'Ändere den Plan, der gerade gemalt wird: ohne einen Teil, stärker, schwächer, in anderen Worten.',
    options: {
      drop: 'Diesen Teil weglassen: 1 = der erste',
      change: 'Wie stark es wirken soll',
      instruction: 'Der ganze Plan in anderen Worten, ein Teil je Zeile',
      job: 'Welcher Plan; sonst dein letzter',
    },
    choices: { stronger: 'stärker', weaker: 'schwächer' },
  },
  pull: { description: 'Lade das Sprachmodell, das Sätze zerlegt, wenn sein Server es nicht hat.' },
  describe: {
    description: 'Sag, was auf einem Bild ist oder wo ich nach einem Wort suche.',
    options: { words: 'Worte, deren Ort gezeigt wird: cat, dog', picture },
  },
  heatmap: {
    description: 'Wohin das Modell bei Worten sieht, als Wärmebild und in Zahlen.',
    options: {
      words: 'Worte des Prompts oder der Änderung: cat, grass',
      picture,
    },
  },
  history: { description: 'Alle Bilder dieser Unterhaltung auf einem Bogen.' },
  info: {
    description: 'Wie ein Bild entstand: Seed, Modell, Schritte, Zeit.',
    options: { picture },
  },
  cancel: {
    description: 'Halte an, was hier gerade für dich gemalt wird.',
    options: { job: 'Welcher Auftrag; sonst alle deine in dieser Unterhaltung' },
  },
  settings: {
    description: 'Deine Vorgaben in dieser Unterhaltung: Seed, Größe, Schritte. Allein zeigt es sie.',
    options: {
      seed: 'Derselbe Seed für alle Bilder',
      size,
      steps,
      guidance,
      imageguidance: 'Wie sehr eine Änderung am Bild festhält',
      sampler: 'Sampler: euler_ancestral, euler, ddim und andere',
      negative: 'Was nie zu sehen sein soll',
      model: 'Das Modell, das malt, oder ändert, wenn es Anweisungen folgt',
      masks: 'Woher die Masken von Änderungen kommen',
      method: 'Wie Dinge bewegt werden: copy erhält jedes Pixel, palaev malt mit Gradienten neu',
      clipskip: 'Letzte Schichten des Textlesers, die wegfallen; „Clip skip 2“ anderswo ist hier 1',
      cross: 'Umschreiben: bis zu welchem Anteil der Schritte Worte ihren Platz behalten',
      self: 'Umschreiben: bis zu welchem Anteil der Schritte Formen bleiben',
      inversion: 'Umschreiben: wie Fotos zurückverfolgt werden',
      language: 'In welcher Sprache ich dir antworte, überall',
      everyone: 'Für alle hier (nur wer verwaltet)',
      reset: 'Zurück zu den Vorgaben des Modells',
    },
  },
  server: {
    description: 'Die Regeln dieses Servers: wo und für wen ich da bin. Allein zeigt es sie.',
    options: {
      channel: 'Ob ich in diesem Kanal da bin',
      role: 'Nur wer diese Rolle hat, darf mich nutzen; „everyone“ lässt wieder alle',
      models: 'Wählbare Modelle: Namen mit Kommas; „all“ erlaubt alle',
      maxsteps: 'Wie viele Schritte ein Bild höchstens hat',
      adult: 'Wo Worte über Nacktheit und Gewalt erlaubt sind',
      reset: 'Keine Regeln mehr',
    },
    choices: {
      'only here': 'nur hier',
      'not here': 'nicht hier',
      everywhere: 'überall',
      never: 'nie',
      'age-restricted channels': 'Kanäle mit Altersbeschränkung',
      allowed: 'erlaubt',
    },
  },
  privacy: {
    description: 'Sieh, nimm mit oder lösche alles, was ich von dir habe.',
    options: { action: 'Was zu tun ist' },
    choices: { show: 'zeigen', export: 'mitnehmen', delete: 'löschen' },
  },
  help: { description: 'Was du sagen kannst.' },
};
