import type { CommandTable } from './command-words.ts';

const picture = 'Número da imagem; senão, a mais recente';
const seed = 'Mesma semente, mesma imagem';
const size = 'Largura x altura em pixels: 512x512';
const steps = 'Mais passos, imagem mais fina, espera maior';
const guidance = 'Quanto seguir as palavras';

export const pt: CommandTable = {
  imagine: {
    description: 'Pintar uma imagem a partir de palavras.',
    options: {
      prompt: 'O que pintar (de preferência em inglês): a cat and a dog on grass',
      seed,
      size,
      steps,
      guidance,
      negative: 'O que não deve aparecer',
      count: 'Quantas imagens, cada uma com a próxima semente',
      model: 'O modelo que pinta; senão o habitual',
      private: 'Só você vê, mesmo onde outros leem',
    },
  },
  layout: {
    description: 'Pintar áreas com palavras: a cat on the left and a house on the right.',
    options: {
      prompt: 'Áreas em palavras, ou o texto inteiro de um plano pintado',
      regions: 'Cores e palavras de um plano pintado, em JSON',
      painting: 'Um plano pintado: uma cor lisa por área',
      cross: 'Quanto as palavras ficam na sua área',
      self: 'Quanto uma área se mantém unida',
      seed,
    },
  },
  painter: {
    description: 'Pinte um plano no navegador: um link só para você, válido uma vez.',
    options: {
      prompt: 'Áreas para começar, em inglês: a cat on the left and a house on the right',
      picture: 'Número da imagem cujo plano serve de começo; senão, a mais nova',
    },
  },
  edit: {
    description: 'Mudar uma imagem como você disser; palavras simples e respostas fazem o mesmo.',
    options: {
      instruction: 'O que mudar: replace the cat with a horse and make the dog blue',
      picture: 'Número da imagem a mudar; senão, a mais recente',
      image: 'Uma foto sua para mudar',
      seed,
      mask: 'Uma imagem branca onde algo pode mudar',
    },
  },
  redraw: {
    description: 'Desenhar de novo uma imagem segundo palavras, mantendo a composição.',
    options: {
      words: 'O que deve mostrar, ou o que deve mudar (em inglês): a tiger on grass',
      picture,
      image: 'Uma foto sua para desenhar de novo',
      strength: 'Quão longe da imagem: 0.05 guarda quase tudo, 1 nada',
      guidance,
      louder: 'Palavras a que dar mais atenção: tiger, hat',
      preset: 'Ajustes de uma publicação: cmu faz 150 passos',
      seed,
    },
  },
  reword: {
    description: 'Pintar de novo uma imagem com outras palavras e a mesma composição; fotos também.',
    options: {
      to: 'As palavras novas: a tiger on grass',
      from: 'O que mostra agora; necessário para fotos: a cat on grass',
      only: 'Mudar só onde estão estas palavras: cat, tiger',
      picture,
      image: 'Uma foto sua para mudar',
      cross: 'Até que parte dos passos as palavras guardam seu lugar, de 0 a 1',
      self: 'Até que parte dos passos as formas são guardadas, de 0 a 1',
      inversion: 'Como as fotos são reencontradas: null-text é mais lento e mais exato',
    },
  },
  undo: {
    description: 'Voltar à imagem de antes da última mudança.',
    options: {
      picture: 'Número da imagem cuja mudança é desfeita; senão, a mais recente',
      times: 'Quantas mudanças são desfeitas',
    },
  },
  redo: { description: 'Refazer o que foi desfeito por último.' },
  goto: {
    description: 'Ir a uma imagem anterior e continuar a partir dela.',
    options: { picture: 'Número da imagem' },
  },
  variation: {
    description: 'Outra imagem das mesmas palavras, com uma nova semente.',
    options: { picture },
  },
  again: {
    description: 'Repetir o último passo: mais forte, mais fraco, só uma parte ou com outra semente.',
    options: {
      picture: 'Número da imagem a refazer; senão, a mais recente',
      change: 'Em que deve ser diferente',
      only: 'Manter só esta parte da mudança: 1 = a primeira',
      seed: 'Mesma semente, mesma imagem; senão, uma nova',
    },
    choices: { stronger: 'mais forte', weaker: 'mais fraco' },
  },
  weights: {
    description: 'Refaz uma imagem com outros pesos: quanto conta cada parte ou palavra.',
    options: { weights: 'Palavras e números: cat 1.4, grass 0.6. Sozinho, mostra o que há', picture },
  },
  upscale: {
    description: 'Aumenta uma imagem: mais pixels e, com detail:yes, pintada mais fina.',
    options: {
      picture,
      factor: 'Quantas vezes mais larga e alta; senão 2',
      detail: 'Deixa o modelo pintá-la mais fina; coisas pequenas podem mudar',
    },
  },
  pick: {
    description: 'Dizer qual você quer quando eu pergunto, ou depois que era outro.',
    options: {
      number: 'O número na imagem',
      which: 'Ou em palavras, em inglês: the left one, both',
      question: 'Qual pergunta; senão, a sua última',
    },
  },
  plan: {
    description: 'Mudar o plano em curso: sem uma parte, mais forte, mais fraco ou em outras palavras.',
    options: {
      drop: 'Deixar esta parte de fora: 1 = a primeira',
      change: 'Com que força deve agir',
      instruction: 'O plano inteiro em outras palavras, uma parte por linha',
      job: 'Qual plano; senão, o seu último',
    },
    choices: { stronger: 'mais forte', weaker: 'mais fraco' },
  },
  pull: { description: 'Baixar o modelo de linguagem que divide as frases, se o servidor não o tem.' },
  describe: {
    description: 'Dizer o que há em uma imagem, ou onde procuro uma palavra.',
    options: { words: 'Palavras cujo lugar é mostrado: cat, dog', picture },
  },
  heatmap: {
    description: 'Onde o modelo olha para as palavras: mapa de calor e números.',
    options: {
      words: 'Palavras do prompt ou da mudança: cat, grass',
      picture,
    },
  },
  history: { description: 'Todas as imagens desta conversa em uma folha.' },
  info: {
    description: 'Como uma imagem foi feita: semente, modelo, passos, tempo.',
    options: { picture },
  },
  cancel: {
    description: 'Parar o que está sendo pintado aqui para você.',
    options: { job: 'Qual tarefa; senão, todas as suas nesta conversa' },
  },
  settings: {
    description: 'Seus ajustes nesta conversa: semente, tamanho, passos. Sozinho, mostra-os.',
    options: {
      seed: 'A mesma semente para todas as imagens',
      size,
      steps,
      guidance,
      imageguidance: 'Quanto manter da imagem em uma mudança',
      sampler: 'Amostrador: euler_ancestral, euler, ddim e outros',
      negative: 'O que nunca deve aparecer',
      model: 'O modelo que pinta, ou edita se segue instruções',
      masks: 'De onde vêm as máscaras',
      method: 'Como mover as coisas: copy mantém cada pixel, palaev repinta por gradientes',
      clipskip: 'Últimas camadas do leitor de texto omitidas; «Clip skip 2» noutros programas é 1 aqui',
      cross: 'Reescrever: até que parte dos passos as palavras guardam seu lugar',
      self: 'Reescrever: até que parte dos passos as formas são guardadas',
      inversion: 'Reescrever: como as fotos são reencontradas',
      language: 'Em que idioma respondo a você, em toda parte',
      everyone: 'Para todos aqui (administradores)',
      reset: 'Voltar aos valores do modelo',
    },
  },
  server: {
    description: 'As regras deste servidor: onde e para quem trabalho. Sozinho, mostra-as.',
    options: {
      channel: 'Se trabalho neste canal',
      role: 'Só quem tem este cargo pode me usar; “everyone” libera todos',
      models: 'Modelos à escolha: nomes com vírgulas; “all” permite todos',
      maxsteps: 'Quantos passos uma imagem pode ter',
      adult: 'Onde são permitidas palavras sobre nudez e violência',
      reset: 'Nenhuma regra mais',
    },
    choices: {
      'only here': 'só aqui',
      'not here': 'aqui não',
      everywhere: 'em todo lugar',
      never: 'nunca',
      'age-restricted channels': 'canais com restrição de idade',
      allowed: 'permitido',
    },
  },
  privacy: {
    description: 'Ver, levar ou excluir tudo o que guardo de você.',
    options: { action: 'O que fazer' },
    choices: { show: 'mostrar', export: 'exportar', delete: 'excluir' },
  },
  help: { description: 'O que você pode dizer.' },
};
