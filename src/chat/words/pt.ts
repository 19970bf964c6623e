import type { Words } from './language.ts';

export const pt: Words = {
  working: 'Já vai…',
  done: 'Pronto: {link}',
  cancel: 'Cancelar',
  edit: 'Editar',
  pick: 'Qual deles?',
  pickOne: 'Escolher {number}: {label}',
  editThisPicture: 'Editar esta imagem',
  describeObjects: 'Descrever objetos',
  whatToChange: 'O que deve mudar?',
  whatToChangeExample: 'deixe o carro vermelho e tire a árvore',
  whatIsInIt: 'o que há na imagem?',
  noPictureThere: 'Não há imagem nessa mensagem. Use em uma mensagem com uma imagem PNG, JPEG ou WebP.',
  replyWithPing: 'Não consigo ler uma resposta sem menção. Ative o @ da resposta, mencione-me ou use /edit.',
  missingPermissions:
    'Não posso fazer isso neste canal: falta-me {permissions}. Quem gerencia o servidor pode permitir em Editar canal, Permissões.',
  answeringHere:
    'Respondo aqui porque neste canal me falta {permissions}. Continue com os botões ou com /edit.',
  leftOut: 'Não enviado, grande demais: {names}.',
  formGone: 'Este formulário expirou. Pressione o botão novamente.',
  notAllowedDirect: 'Não consigo mais acessar essa conversa. Recomece com /imagine.',
  signIn: 'Sessão iniciada.',
  homePictures: 'Minhas imagens',
  homeSettings: 'Configurações',
  homeDelete: 'Excluir meus dados',
  homeEmpty: 'Nada pintado ainda. Tente: /imagine um gato em um sofá',
  inviteMe:
    'Não estou neste canal e não posso responder aqui. Convide-me com /invite @Limner e peça de novo.',
};
