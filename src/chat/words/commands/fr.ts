import type { CommandTable } from './command-words.ts';

const picture = 'Numéro de l’image ; par défaut la plus récente';
const seed = 'Même graine, même image';
const size = 'Largeur x hauteur en pixels : 512x512';
const steps = 'Plus d’étapes, image plus fine, attente plus longue';
const guidance = 'À quel point suivre les mots';

export const fr: CommandTable = {
  imagine: {
    description: 'Peindre une image à partir de mots.',
    options: {
      prompt: 'Quoi peindre (de préférence en anglais) : a cat and a dog on grass',
      seed,
      size,
      steps,
      guidance,
      negative: 'Ce qui ne doit pas apparaître',
      count: 'Combien d’images, chacune avec la graine suivante',
      model: 'Le modèle qui peint ; sinon l’habituel',
      private: 'Vous seul la voyez, même là où d’autres lisent',
    },
  },
  layout: {
    description: 'Peindre des zones avec des mots : a cat on the left and a house on the right.',
    options: {
      prompt: 'Les zones en mots, ou le texte entier d’un plan peint',
      regions: 'Couleurs et mots d’un plan peint, en JSON',
      painting: 'Un plan peint : une couleur unie par zone',
      cross: 'À quel point les mots restent dans leur zone',
      self: 'À quel point une zone reste unie',
      seed,
    },
  },
  painter: {
    description: 'Peindre un plan dans le navigateur : un lien pour vous seul, valable une fois.',
    options: {
      prompt: 'Zones de départ, en anglais : a cat on the left and a house on the right',
      picture: 'Numéro de l’image dont le plan sert de départ ; sinon la plus récente',
    },
  },
  edit: {
    description: 'Modifier une image comme vous le dites ; de simples mots et réponses font de même.',
    options: {
      instruction: 'Quoi changer : replace the cat with a horse and make the dog blue',
      picture: 'Numéro de l’image à modifier ; par défaut la plus récente',
      image: 'Une photo à vous, à modifier',
      seed,
      mask: 'Une image blanche là où quelque chose peut changer',
    },
  },
  redraw: {
    description: 'Redessiner une image selon des mots, en gardant sa composition.',
    options: {
      words: 'Ce qu’elle doit montrer, ou ce qui doit changer (en anglais) : a tiger on grass',
      picture,
      image: 'Une photo à redessiner',
      strength: 'Distance à l’image : 0.05 garde presque tout, 1 rien',
      guidance,
      louder: 'Mots à regarder davantage : tiger, hat',
      preset: 'Réglages d’une publication : cmu fait 150 étapes',
      seed,
    },
  },
  reword: {
    description: 'Repeindre une image avec d’autres mots, en gardant sa composition ; photos aussi.',
    options: {
      to: 'Les nouveaux mots : a tiger on grass',
      from: 'Ce qu’elle montre maintenant ; nécessaire pour les photos : a cat on grass',
      only: 'Ne changer que là où sont ces mots : cat, tiger',
      picture,
      image: 'Une photo à changer',
      cross: 'Jusqu’à quelle part des étapes les mots gardent leur place, de 0 à 1',
      self: 'Jusqu’à quelle part des étapes les formes sont gardées, de 0 à 1',
      inversion: 'Comment retrouver les photos : null-text est plus lent et plus exact',
    },
  },
  undo: {
    description: 'Revenir à l’image d’avant la dernière modification.',
    options: {
      picture: 'Numéro de l’image dont la modification est annulée ; par défaut la plus récente',
      times: 'Combien de modifications sont annulées',
    },
  },
  redo: { description: 'Annuler la dernière annulation.' },
  goto: {
    description: 'Aller à une image précédente et continuer à partir de là.',
    options: { picture: 'Numéro de l’image' },
  },
  variation: {
    description: 'Une autre image des mêmes mots, avec une nouvelle graine.',
    options: { picture },
  },
  again: {
    description: 'Refaire la dernière étape : plus fort, plus faible, une partie ou une autre graine.',
    options: {
      picture: 'Numéro de l’image à refaire ; par défaut la plus récente',
      change: 'En quoi elle doit différer',
      only: 'Ne garder que cette partie de la modification : 1 = la première',
      seed: 'Même graine, même image ; par défaut une nouvelle',
    },
    choices: { stronger: 'plus fort', weaker: 'plus faible' },
  },
  weights: {
    description: 'Refais une image avec d’autres poids : combien compte chaque partie ou chaque mot.',
    options: { weights: 'Mots et nombres : cat 1.4, grass 0.6. Seul, il montre ce qu’il y a', picture },
  },
  upscale: {
    description: 'Agrandis une image : plus de pixels, et avec detail:yes peinte plus finement.',
    options: {
      picture,
      factor: 'Combien de fois plus large et haute ; sinon 2',
      detail: 'Laisse le modèle la peindre plus finement ; de petites choses peuvent changer',
    },
  },
  pick: {
    description: 'Dire lequel vous voulez quand je demande, ou après coup que c’était un autre.',
    options: {
      number: 'Le numéro dans l’image',
      which: 'Ou en mots, en anglais : the left one, both',
      question: 'Quelle question ; par défaut votre dernière',
    },
  },
  plan: {
    description: 'Changer le plan en cours : sans une partie, plus fort, plus faible ou en d’autres mots.',
    options: {
      drop: 'Laisser cette partie de côté : 1 = la première',
      change: 'Avec quelle force agir',
      instruction: 'Tout le plan en d’autres mots, une partie par ligne',
      job: 'Quel plan ; par défaut votre dernier',
    },
    choices: { stronger: 'plus fort', weaker: 'plus faible' },
  },
  pull: {
    description: 'Télécharger le modèle de langue qui découpe les phrases, si son serveur ne l’a pas.',
  },
  describe: {
    description: 'Dire ce qu’il y a sur une image, ou où je cherche un mot.',
    options: { words: 'Mots dont la place est montrée : cat, dog', picture },
  },
  heatmap: {
    description: 'Où le modèle regarde pour des mots : carte de chaleur et chiffres.',
    options: {
      words: 'Mots du prompt ou de la modification : cat, grass',
      picture,
    },
  },
  history: { description: 'Toutes les images de cette conversation sur une planche.' },
  info: {
    description: 'Comment une image a été faite : graine, modèle, étapes, temps.',
    options: { picture },
  },
  cancel: {
    description: 'Arrêter ce qui est peint ici pour vous.',
    options: { job: 'Quelle tâche ; par défaut toutes les vôtres dans cette conversation' },
  },
  settings: {
    description: 'Vos réglages dans cette conversation : graine, taille, étapes. Seul, il les montre.',
    options: {
      seed: 'La même graine pour toutes les images',
      size,
      steps,
      guidance,
      imageguidance: 'À quel point rester proche de l’image',
      sampler: 'Échantillonneur : euler_ancestral, euler, ddim et autres',
      negative: 'Ce qui ne doit jamais apparaître',
      model: 'Le modèle qui peint, ou modifie s’il suit des instructions',
      masks: 'D’où viennent les masques',
      method: 'Comment déplacer : copy garde chaque pixel, palaev repeint par gradients',
      clipskip: 'Dernières couches du lecteur de texte laissées de côté ; « Clip skip 2 » ailleurs est 1 ici',
      cross: 'Reformuler : jusqu’à quelle part des étapes les mots gardent leur place',
      self: 'Reformuler : jusqu’à quelle part des étapes les formes sont gardées',
      inversion: 'Reformuler : comment retrouver les photos',
      language: 'Dans quelle langue je vous réponds, partout',
      everyone: 'Pour tout le monde ici (administrateurs)',
      reset: 'Revenir aux réglages du modèle',
    },
  },
  server: {
    description: 'Les règles de ce serveur : où et pour qui je travaille. Seule, elle les montre.',
    options: {
      channel: 'Si je travaille dans ce salon',
      role: 'Seul ce rôle peut m’utiliser ; « everyone » rouvre à tout le monde',
      models: 'Modèles au choix : noms avec virgules ; « all » les permet tous',
      maxsteps: 'Nombre maximal d’étapes d’une image',
      adult: 'Où les mots sur la nudité et la violence sont permis',
      reset: 'Plus aucune règle',
    },
    choices: {
      'only here': 'seulement ici',
      'not here': 'pas ici',
      everywhere: 'partout',
      never: 'jamais',
      'age-restricted channels': 'salons réservés aux adultes',
      allowed: 'autorisé',
    },
  },
  privacy: {
    description: 'Voir, emporter ou supprimer tout ce que je garde de vous.',
    options: { action: 'Que faire' },
    choices: { show: 'afficher', export: 'exporter', delete: 'supprimer' },
  },
  help: { description: 'Ce que vous pouvez dire.' },
};
