import type { Translations } from '../language.ts';

/** What Discord, Slack and the web chat's server say around the bot's own words. */
export const pt: Translations = {
  'Done: {link}': 'Pronto: {link}',
  Cancel: 'Cancelar',
  Edit: 'Editar',
  'Which one?': 'Qual deles?',
  'Edit this picture': 'Editar esta imagem',
  'What shall change?': 'O que deve mudar?',
  'make the car red and remove the tree': 'por exemplo: make the car red and remove the tree',
  'what is in the picture?': 'o que há na imagem?',
  'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.':
    'Não há imagem nessa mensagem. Use em uma mensagem com uma imagem PNG, JPEG ou WebP.',
  'I cannot read a reply while its ping is off. Turn on the @ of the reply, mention me, or use /edit.':
    'Não consigo ler uma resposta sem menção. Ative o @ da resposta, mencione-me ou use /edit.',
  'I may not do that in this channel: I am missing {permissions}. Somebody who manages the server can allow it for me under Channel settings, Permissions.':
    'Não posso fazer isso neste canal: falta-me {permissions}. Quem gerencia o servidor pode permitir em Editar canal, Permissões.',
  'I answer here because I am missing {permissions} in this channel. Continue with the buttons or /edit.':
    'Respondo aqui porque neste canal me falta {permissions}. Continue com os botões ou com /edit.',
  'Left out, too large to send: {names}.': 'Não enviado, grande demais: {names}.',
  'This form has expired. Press the button again.': 'Este formulário expirou. Pressione o botão novamente.',
  'My pictures': 'Minhas imagens',
  Settings: 'Configurações',
  'Delete my data': 'Excluir meus dados',
  'Nothing painted yet. Try: /imagine a cat on a sofa': 'Nada pintado ainda. Tente: /imagine a cat on a sofa',
  'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.':
    'Não estou neste canal e não posso responder aqui. Convide-me com /invite @Limner e peça de novo.',
  'Only you see this picture: {link}': 'Só você vê esta imagem: {link}',
  'I cannot answer here: {reason}.': 'Não posso responder aqui: {reason}.',
  'Only where this mask is white (optional)': 'Só onde a máscara é branca (opcional)',
  'On this server I do not paint with {model}; there are {models}.':
    'Neste servidor não pinto com {model}; há {models}.',
  'Enlarged with a Lanczos filter: more pixels, no new detail.':
    'Aumentada com um filtro de Lanczos: mais pixels, nenhum detalhe novo.',
  '#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.':
    '#{number} teria {width} × {height} pixels; aumento até {most} por lado.',
  '#{number} would be too large to be sent here. Try a smaller factor.':
    '#{number} seria grande demais para enviar aqui. Tente um fator menor.',
  'I cannot read "{line}". Write words and a number, for example: {example}.':
    'Não entendo “{line}”. Escreva palavras e um número, por exemplo: {example}.',
  '"{words}" can have a weight from {least} to {most}; I got {weight}.':
    '“{words}” pode ter um peso de {least} a {most}; recebi {weight}.',
  '#{number} has neither a prompt nor parts of an edit that could be weighed.':
    '#{number} não tem texto nem partes de uma mudança para pesar.',
  'Change them like this: /weights {example}.': 'Mude assim: /weights {example}.',
  'With all weights at 0 there is nothing left to do.': 'Com todos os pesos em 0 não resta nada a fazer.',
  Weights: 'Pesos',
  'Weights of #{number}': 'Pesos de #{number}',
  'One a line: 1 as it was, 1.5 more, 0.5 less': 'Um por linha: 1 igual, 1.5 mais, 0.5 menos',
  Upscale: 'Aumentar',
  '#{parent} with {width} × {height} pixels': '#{parent} com {width} × {height} pixels',
  'That mask is black all over: nothing may change then.':
    'Essa máscara é toda preta: assim nada pode mudar.',
  'Here there is no choice of models.': 'Aqui não há escolha de modelos.',
  'There is no model {name} here; there are {models}.': 'Não há um modelo {name} aqui; há {models}.',
  'Models: all that I have': 'Modelos: todos os que tenho',
  'Models: {models}': 'Modelos: {models}',
  '{name} cannot be fetched any more. Send it again.': '{name} não pode mais ser baixado. Envie de novo.',
  '{name} is too large: it has {size}, the limit is {limit}.':
    '{name} é grande demais: tem {size}, o limite é {limit}.',
  'Discord says these files are too large together. Ask for a smaller picture.':
    'O Discord diz que estes arquivos juntos são grandes demais. Peça uma imagem menor.',
  'Slack did not give me "{name}" but its login page. Somebody who manages this app must add the scope files:read (OAuth & Permissions) and reinstall it.':
    'O Slack não me deu “{name}”, mas sua página de login. Quem gerencia este app precisa adicionar o escopo files:read (OAuth & Permissions) e reinstalá-lo.',
  '"{name}" is not a picture that I can read. Send a PNG, JPEG, WebP or GIF.':
    '“{name}” não é uma imagem que eu consiga ler. Envie PNG, JPEG, WebP ou GIF.',
  'A layout may have up to {size}.': 'Um layout pode ter até {size}.',
  'The page sent no whole layout. Load it again and try once more.':
    'A página não enviou um layout completo. Recarregue-a e tente de novo.',
  'I do not know what #{number} shows, so I can enlarge it only without detail.':
    'Não sei o que #{number} mostra; só posso aumentá-la sem detalhe.',
  '#{number} × {factor}, with finer detail': '#{number} × {factor}, com mais detalhe',
  'That did not work on the server; nothing you wrote is lost. The reason is in its log.':
    'Isso não funcionou no servidor; nada do que você escreveu se perdeu. O motivo está no registro dele.',
  'There is nothing here.': 'Não há nada aqui.',
  'A title has 1 to 80 characters.': 'Um título tem de 1 a 80 caracteres.',
  'That is too much for one message: its files may have up to {size} together.':
    'É demais para uma mensagem: seus arquivos podem ter {size} no total.',
  'The page sent something unknown: {problem}': 'A página enviou algo desconhecido: {problem}',
  'Open the page of the chat first, with cookies allowed.':
    'Abra primeiro a página do chat, com cookies permitidos.',
  'That conversation is not there (any more).': 'Essa conversa não está mais lá.',
  '{count} files are too many; send up to {most} at once.':
    '{count} arquivos são demais; envie até {most} de uma vez.',
  'Your picture {name}': 'Sua imagem {name}',
  'The message you answer is not there any more.': 'A mensagem que você responde não está mais lá.',
  'There is nothing in the message yet: write what to paint or what to change.':
    'A mensagem ainda está vazia: escreva o que pintar ou mudar.',
  'The message is too long: it has {count} characters, the limit is {most}.':
    'A mensagem é longa demais: tem {count} caracteres, o limite é {most}.',
  'That button is not there any more; the message has changed meanwhile.':
    'Esse botão não está mais lá; a mensagem mudou nesse meio-tempo.',
};
