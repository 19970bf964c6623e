import type { CommandTable } from './command-words.ts';

const picture = 'Número de la imagen; si no, la más reciente';
const seed = 'Misma semilla, misma imagen';
const size = 'Ancho x alto en píxeles: 512x512';
const steps = 'Más pasos, imagen más fina, espera más larga';
const guidance = 'Cuánto seguir las palabras';

export const es: CommandTable = {
  imagine: {
    description: 'Pintar una imagen a partir de palabras.',
    options: {
      prompt: 'Qué pintar (mejor en inglés): a cat and a dog on grass',
      seed,
      size,
      steps,
      guidance,
      negative: 'Lo que no debe aparecer',
      count: 'Cuántas imágenes, cada una con la semilla siguiente',
      model: 'El modelo que pinta; si no, el habitual',
      private: 'Solo tú la ves, aunque otros lean aquí',
    },
  },
  layout: {
    description: 'Pintar zonas con palabras: a cat on the left and a house on the right.',
    options: {
      prompt: 'Zonas en palabras, o el texto entero de un plano pintado',
      regions: 'Colores y palabras de un plano pintado, en JSON',
      painting: 'Un plano pintado: un color liso por zona',
      cross: 'Cuánto se quedan las palabras en su zona',
      self: 'Cuánto se mantiene unida una zona',
      seed,
    },
  },
  painter: {
    description: 'Pinta un plano en tu navegador: un enlace solo para ti, válido una vez.',
    options: {
      prompt: 'Zonas para empezar, en inglés: a cat on the left and a house on the right',
      picture: 'Número de la imagen cuyo plano sirve de comienzo; si no, la más nueva',
    },
  },
  edit: {
    description: 'Cambiar una imagen como tú digas; las palabras y respuestas sencillas hacen lo mismo.',
    options: {
      instruction: 'Qué cambiar: replace the cat with a horse and make the dog blue',
      picture: 'Número de la imagen que cambia; si no, la más reciente',
      image: 'Una foto tuya para cambiar',
      seed,
      mask: 'Una imagen blanca donde algo puede cambiar',
    },
  },
  redraw: {
    description: 'Dibujar de nuevo una imagen según unas palabras, sin cambiar su composición.',
    options: {
      words: 'Qué debe mostrar, o qué debe cambiar (en inglés): a tiger on grass',
      picture,
      image: 'Una foto tuya para dibujar de nuevo',
      strength: 'Cuánto se aleja de la imagen: 0.05 guarda casi todo, 1 nada',
      guidance,
      louder: 'Palabras a las que prestar más atención: tiger, hat',
      preset: 'Ajustes de una publicación: cmu hace 150 pasos',
      seed,
    },
  },
  reword: {
    description: 'Pintar de nuevo una imagen con otras palabras y la misma composición; también fotos.',
    options: {
      to: 'Las palabras nuevas: a tiger on grass',
      from: 'Qué muestra ahora; necesario para fotos: a cat on grass',
      only: 'Cambiar solo donde están estas palabras: cat, tiger',
      picture,
      image: 'Una foto tuya para cambiar',
      cross: 'Hasta qué parte de los pasos las palabras guardan su lugar, de 0 a 1',
      self: 'Hasta qué parte de los pasos se guardan las formas, de 0 a 1',
      inversion: 'Cómo se reencuentran las fotos: null-text es más lento y más exacto',
    },
  },
  undo: {
    description: 'Volver a la imagen de antes del último cambio.',
    options: {
      picture: 'Número de la imagen cuyo cambio se deshace; si no, la más reciente',
      times: 'Cuántos cambios se deshacen',
    },
  },
  redo: { description: 'Rehacer lo último que se deshizo.' },
  goto: {
    description: 'Ir a una imagen anterior y seguir desde ahí.',
    options: { picture: 'Número de la imagen' },
  },
  variation: {
    description: 'Otra imagen de las mismas palabras, con otra semilla.',
    options: { picture },
  },
  again: {
    description: 'Repetir el último paso: más fuerte, más débil, solo una parte o con otra semilla.',
    options: {
      picture: 'Número de la imagen que se repite; si no, la más reciente',
      change: 'En qué debe diferir',
      only: 'Quedarse solo con esta parte del cambio: 1 = la primera',
      seed: 'Misma semilla, misma imagen; si no, una nueva',
    },
    choices: { stronger: 'más fuerte', weaker: 'más suave' },
  },
  weights: {
    description: 'Repite una imagen con otros pesos: cuánto cuenta cada parte o palabra.',
    options: { weights: 'Palabras y números: cat 1.4, grass 0.6. Solo, muestra lo que hay', picture },
  },
  upscale: {
    description: 'Agranda una imagen: más píxeles, y con detail:yes pintada con más finura.',
    options: {
      picture,
      factor: 'Cuántas veces más ancha y alta; si no, 2',
      detail: 'Deja que el modelo la pinte más fina; lo pequeño puede cambiar',
    },
  },
  pick: {
    description: 'Decir cuál quieres cuando pregunto, o después que era otro.',
    options: {
      number: 'El número en la imagen',
      which: 'O con palabras, en inglés: the left one, both',
      question: 'Qué pregunta; si no, la última tuya',
    },
  },
  plan: {
    description: 'Cambiar el plan en curso: sin una parte, más fuerte, más débil o con otras palabras.',
    options: {
      drop: 'Dejar fuera esta parte: 1 = la primera',
      change: 'Con qué fuerza debe actuar',
      instruction: 'Todo el plan con otras palabras, una parte por línea',
      job: 'Qué plan; si no, el último tuyo',
    },
    choices: { stronger: 'más fuerte', weaker: 'más suave' },
  },
  pull: { description: 'Descargar el modelo de lenguaje que divide las frases, si su servidor no lo tiene.' },
  describe: {
    description: 'Decir qué hay en una imagen, o dónde busco una palabra.',
    options: { words: 'Palabras cuyo lugar se muestra: cat, dog', picture },
  },
  heatmap: {
    description: 'Dónde mira el modelo por cada palabra: mapa de calor y cifras.',
    options: {
      words: 'Palabras del prompt o del cambio: cat, grass',
      picture,
    },
  },
  history: { description: 'Todas las imágenes de esta conversación en una hoja.' },
  info: {
    description: 'Cómo se hizo una imagen: semilla, modelo, pasos, tiempo.',
    options: { picture },
  },
  cancel: {
    description: 'Detener lo que se está pintando aquí para ti.',
    options: { job: 'Qué tarea; si no, todas las tuyas en esta conversación' },
  },
  settings: {
    description: 'Tus ajustes en esta conversación: semilla, tamaño, pasos. Solo, los muestra.',
    options: {
      seed: 'La misma semilla para todas las imágenes',
      size,
      steps,
      guidance,
      imageguidance: 'Cuánto ceñirse a la imagen en un cambio',
      sampler: 'Muestreador: euler_ancestral, euler, ddim y otros',
      negative: 'Lo que nunca debe aparecer',
      model: 'El modelo que pinta, o edita si sigue instrucciones',
      masks: 'De dónde salen las máscaras',
      method: 'Cómo se mueven las cosas: copy conserva cada píxel, palaev repinta con gradientes',
      clipskip: 'Últimas capas del lector de texto que se omiten; «Clip skip 2» en otros programas es 1 aquí',
      cross: 'Reformular: hasta qué parte de los pasos las palabras guardan su lugar',
      self: 'Reformular: hasta qué parte de los pasos se guardan las formas',
      inversion: 'Reformular: cómo se reencuentran las fotos',
      language: 'En qué idioma te respondo, en todas partes',
      everyone: 'Para todos aquí (administradores)',
      reset: 'Volver a los valores del modelo',
    },
  },
  server: {
    description: 'Las reglas de este servidor: dónde y para quién trabajo. Solo, las muestra.',
    options: {
      channel: 'Si trabajo en este canal',
      role: 'Solo quien tenga este rol puede usarme; «everyone» deja entrar a todos',
      models: 'Modelos a elegir: nombres con comas; «all» los permite todos',
      maxsteps: 'Cuántos pasos puede llevar una imagen',
      adult: 'Dónde se permiten palabras sobre desnudez y violencia',
      reset: 'Ninguna regla más',
    },
    choices: {
      'only here': 'solo aquí',
      'not here': 'aquí no',
      everywhere: 'en todas partes',
      never: 'nunca',
      'age-restricted channels': 'canales con restricción de edad',
      allowed: 'permitido',
    },
  },
  privacy: {
    description: 'Ver, llevarte o borrar todo lo que guardo de ti.',
    options: { action: 'Qué hacer' },
    choices: { show: 'mostrar', export: 'exportar', delete: 'eliminar' },
  },
  help: { description: 'Lo que puedes decir.' },
};
