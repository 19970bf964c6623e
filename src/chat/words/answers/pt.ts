import type { Translations } from '../language.ts';

/** What the chat and the commands say. */
export const pt: Translations = {
  'Picture #{number}': 'Imagem #{number}',
  '#{number} is a photo; there is nothing to do again.': '#{number} é uma foto; não há nada para refazer.',
  'again: {plan}': 'de novo: {plan}',
  'That edit had {count} {count|one:part|other:parts}; there is no number {number}.':
    'Essa edição tinha {count} {count|one:parte|other:partes}; não há número {number}.',
  'Only an edit can be stronger or weaker. For another picture of the same words: /variation.':
    'Só uma edição pode ser mais forte ou mais fraca. Para outra imagem com as mesmas palavras: /variation.',
  'That is being painted for somebody else; only they can stop it.':
    'Isso está sendo pintado para outra pessoa; só ela pode parar.',
  'Nothing is being painted for you right now.': 'Nada está sendo pintado para você agora.',
  'Stopped.': 'Parado.',
  'Stopped {count} pictures.': '{count} imagens paradas.',
  'There is no picture to look at yet.': 'Ainda não há imagem para olhar.',
  'Looking at what is in it': 'Vendo o que há nela',
  'Looking for {words}': 'Procurando onde está {words}',
  'Say what to change in it.': 'Diga o que mudar nela.',
  'Say what to change, for example: /edit make the cat blue.':
    'Diga o que mudar, por exemplo: /edit make the cat blue.',
  'There is no picture to change yet.': 'Ainda não há imagem para mudar.',
  'Say the number of the picture: go back to #2.': 'Diga o número da imagem: go back to #2.',
  'Now at {line}': 'Agora em {line}',
  'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.':
    'Pinto imagens e repinto exatamente o que você pede. Tudo roda nesta máquina.',
  'Start: /imagine a cat and a dog on grass, or send a photo.':
    'Para começar: /imagine a cat and a dog on grass, ou envie uma foto.',
  'Then say, or reply to any picture: replace the cat with a horse and make the dog blue':
    'Depois diga, ou responda a qualquer imagem: replace the cat with a horse and make the dog blue',
  'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?':
    'Também: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
  'Nothing has been painted here yet. Start with /imagine a cat on grass.':
    'Nada foi pintado aqui ainda. Comece com /imagine a cat on grass.',
  '({count} older)': '({count} mais antigas)',
  'Say "go back to #{number}" to work on from there.':
    'Diga “go back to #{number}” para continuar a partir dali.',
  'Contact sheet: {pictures}': 'Folha de contato: {pictures}',
  'Go to #{number}': 'Ir para #{number}',
  '← here': '← aqui',
  '#{number} from #{parent}': '#{number} de #{parent}',
  '"{prompt}" ({index} of {count})': '“{prompt}” ({index} de {count})',
  '{number}, {width} × {height} pixels': '{number}, {width} × {height} pixels',
  '{number} from #{parent}, {width} × {height} pixels': '{number} de #{parent}, {width} × {height} pixels',
  'said: {said}': 'dito: {said}',
  'shows: {caption}': 'mostra: {caption}',
  'of the model': 'do modelo',
  'model {model}, {method}, sampler {sampler}': 'modelo {model}, {method}, amostrador {sampler}',
  'seed {seed}, {steps} steps, guidance {guidance}': 'semente {seed}, passos: {steps}, orientação {guidance}',
  default: 'padrão',
  'changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}':
    '{share} da imagem alterada, {count} {count|one:máscara|other:máscaras}, {time}',
  'layout: {regions}': 'layout: {regions}',
  'Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.':
    'Diga o que fica onde: /layout a cat on the left and a house on the right. Ou pinte: /painter.',
  'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.':
    'O pintor de layout é uma página do meu chat web, e não sei onde seu navegador a encontra. Quem me administra deve definir PUBLIC_URL (veja .env.example). Até lá, diga em palavras: /layout a cat on the left and a house on the right.',
  'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.':
    'Pinte o layout no seu navegador. O link é só seu: abre por 15 minutos e vale para um layout.',
  'Open the painter': 'Abrir o pintor',
  'All right, then I change nothing.': 'Tudo bem, então não mudo nada.',
  'There is no open question; it may have been answered already.':
    'Não há pergunta em aberto; talvez já tenha sido respondida.',
  'That question is for the person whose edit it is.': 'Essa pergunta é para quem pediu a edição.',
  'That is the one I took.': 'Foi esse que peguei.',
  'Which one do you mean? Say a number from 1 to {most}.':
    'Qual você quer dizer? Diga um número de 1 a {most}.',
  'That is painted already, or was stopped. Under the picture you can still change its plan.':
    'Isso já foi pintado ou parado. Abaixo da imagem você ainda pode mudar o plano.',
  'That plan is for the person whose edit it is.': 'Esse plano é de quem pediu a edição.',
  'Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}':
    'Responda a isto com o plano como deve ser, uma parte por linha. Agora é:\n{plan}',
  'Nothing in this plan can be stronger or weaker.': 'Nada neste plano pode ser mais forte ou mais fraco.',
  'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.':
    'Excluído: {pictures} {pictures|one:imagem|other:imagens} em {conversations} {conversations|one:conversa|other:conversas}, suas configurações, tarefas e perguntas em aberto.',
  'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.':
    'De você guardo {pictures} {pictures|one:imagem|other:imagens} em {conversations} {conversations|one:conversa|other:conversas}, com o que você disse e como cada uma foi feita. Nada sai desta máquina.',
  Export: 'Exportar',
  'That deletes {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations} for good. Press once more if you mean it.':
    'Isso exclui {pictures} {pictures|one:imagem|other:imagens} em {conversations} {conversations|one:conversa|other:conversas} para sempre. Pressione de novo se é isso mesmo.',
  '{method}: its own pixels, no model painted': '{method}: os próprios pixels, nenhum modelo pintou',
  'Delete everything': 'Excluir tudo',
  'No language model is set up: OLLAMA_HOST names no server, so the rules plan.':
    'Nenhum modelo de linguagem está configurado: OLLAMA_HOST não indica servidor, então as regras planejam.',
  'Only those who manage this place may download models.':
    'Só quem administra este lugar pode baixar modelos.',
  'Downloading {model}; the rules plan meanwhile.': 'Baixando {model}; enquanto isso as regras planejam.',
  waiting: 'aguardando',
  '✓ {model} is here and plans from now on.': '✓ {model} chegou e planeja a partir de agora.',
  'Again {line}': 'De novo {line}',
  'There are no rules in a direct conversation. Use this on a server.':
    'Não há regras em uma conversa direta. Use isto em um servidor.',
  'Only somebody who manages this server can see and set its rules.':
    'Só quem administra este servidor pode ver e definir suas regras.',
  'Name the role with @, so that I see which one is meant; I got "{words}".':
    'Diga o cargo com @, para eu ver qual é; recebi “{words}”.',
  'I work: everywhere but {channels}': 'Trabalho: em todo lugar menos em {channels}',
  'I work: everywhere': 'Trabalho: em todo lugar',
  'I work: only in {channels}': 'Trabalho: só em {channels}',
  'For: {roles}': 'Para: {roles}',
  'For: everybody': 'Para: todos',
  'Steps: as many as I can': 'Passos: quantos eu puder',
  'Steps: at most {steps}': 'Passos: no máximo {steps}',
  'Words about naked people and violence: {where}': 'Palavras sobre nudez e violência: {where}',
  'Only somebody who manages this place can set that for everybody.':
    'Só quem administra este lugar pode definir isso para todos.',
  'You can set: {names}.': 'Você pode ajustar: {names}.',
  'Everything is as the model card says.': 'Tudo está como diz a ficha do modelo.',
  'I answer you in {language}.': 'Respondo a você em {language}.',
  'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.':
    'Mude assim: /settings steps:30 size:512x512. Voltar ao padrão: /settings reset:yes.',
  'Moving by copy: the object is cut out and put elsewhere; no other pixel changes.':
    'Mover com copy: o objeto é recortado e colocado em outro lugar; nenhum outro pixel muda.',
  'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.':
    'Mover com copy-repaint: como copy, e o modelo repinta o fundo onde a coisa estava. Mais lento; melhor em nuvens e texturas, pior em fundo liso.',
  'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.':
    'Mover com palaev: a imagem é repintada e puxada por gradientes, como no artigo. Mais lento, não exato; só para imagens pintadas de palavras.',
  'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.':
    'Mover com palaev-plus: como palaev, e o objeto mantém a aparência e o lugar antigo fica vazio. Mais lento, não exato; só para imagens pintadas de palavras.',
  'Back at {line}': 'De volta em {line}',
  'The picture this was about is not kept any more.': 'A imagem em questão não está mais guardada.',
  'Which one? Press a number. ("{said}")': 'Qual deles? Aperte um número. (“{said}”)',
  'The picture with numbers: {objects}': 'A imagem com números: {objects}',
  'Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.':
    'Algo deu errado (tarefa {id}). Tente de novo; se continuar, passe este número a quem me administra.',
  'That button is not mine, or not from this conversation.': 'Esse botão não é meu ou não é desta conversa.',
  'Those who manage this place do not want me here. Use me in another channel, or in a direct message.':
    'Quem administra este lugar não me quer aqui. Use-me em outro canal ou em mensagem direta.',
  'You need another role to use me on this server. Ask those who manage it.':
    'Você precisa de outro cargo para me usar neste servidor. Peça a quem o administra.',
  'On this server a picture takes at most {most} steps; you asked for {steps}.':
    'Neste servidor uma imagem leva no máximo {most} passos; você pediu {steps}.',
  'I do not paint "{word}" here; not on this server.': 'Não pinto “{word}” aqui; não neste servidor.',
  'I do not paint "{word}" here; only in channels that are marked as age-restricted.':
    'Não pinto “{word}” aqui; só em canais com restrição de idade.',
  '{kilobytes} kB': '{kilobytes} kB',
  '{megabytes} MB': '{megabytes} MB',
  '{name} is too large to be sent here: it has {size}, the limit is {limit}. Ask for a smaller picture.':
    '{name} é grande demais para enviar aqui: tem {size}, o limite é {limit}. Peça uma imagem menor.',
  '{count} × {object}': '{count} × {object}',
  'an {object}': '{object}',
  'a {object}': '{object}',
  'I see {objects}.': 'Vejo: {objects}.',
  'Where I look for {words}: the more orange, the more closely.':
    'Onde procuro {words}: quanto mais laranja, mais olho ali.',
  'I recognise nothing in this picture.': 'Não reconheço nada nesta imagem.',
  'Picture #{number}, the more orange the more I look there for "{word}"':
    'Imagem #{number}; quanto mais laranja, mais procuro “{word}” ali',
  'Download {model}': 'Baixar {model}',
  'Planned anew: {line}': 'Novo plano: {line}',
  'Cancelled: {line}': 'Cancelado: {line}',
  'loading the model': 'carregando o modelo',
  'reading the words': 'lendo as palavras',
  'looking at the picture': 'olhando a imagem',
  painting: 'pintando',
  finishing: 'terminando',
  'looking for objects': 'procurando objetos',
  'waiting, next in line': 'aguardando, o próximo da fila',
  'waiting, {position} in line': 'aguardando, posição {position}',
  'step {step} of {count}': 'passo {step} de {count}',
  'Preview, {label}': 'Prévia, {label}',
  'Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.':
    'Cada região de um layout precisa de uma cor (#rrggbb) e palavras; no máximo 12 regiões.',
  'Nothing is painted in the colour of "{words}".': 'Nada foi pintado na cor de “{words}”.',
  'The painting has {colours} colours for {phrases} phrases.':
    'A pintura tem {colours} cores para {phrases} expressões.',
  'That link is not mine. Ask for a new one: /painter.': 'Esse link não é meu. Peça um novo: /painter.',
  'That link is too old. Ask for a new one: /painter.': 'Esse link expirou. Peça um novo: /painter.',
  'That link was used before. Ask for a new one: /painter.':
    'Esse link já foi usado. Peça um novo: /painter.',
  'Edit…': 'Editar…',
  'Edit #{number}': 'Editar #{number}',
  'Edit the plan': 'Editar o plano',
  'The plan of #{number}': 'O plano de #{number}',
  'One part a line, done on #{number}': 'Uma parte por linha, feita em #{number}',
  '{seconds} s': '{seconds} s',
  '{minutes} min {seconds} s': '{minutes} min {seconds} s',
  'less than 1 %': 'menos de 1%',
  '{percent} %': '{percent}%',
  'your picture': 'sua imagem',
  'seed {seed}': 'semente {seed}',
  'changed {share} of the picture': '{share} da imagem alterada',
  'Mask: where I looked for "{instruction}"': 'Máscara: onde procurei “{instruction}”',
  'Mask: where I looked for "{instruction}", {share} of the picture':
    'Máscara: onde procurei “{instruction}”, {share} da imagem',
  Undo: 'Desfazer',
  Variation: 'Variação',
  Stronger: 'Mais forte',
  Weaker: 'Mais fraco',
  Redo: 'Refazer',
  Info: 'Info',
  'A size is width x height, each a multiple of {multiple} up to {largest}, for example 512x512; I got "{words}".':
    'Um tamanho é largura x altura, cada uma múltipla de {multiple} até {largest}, por exemplo 512x512; recebi “{words}”.',
  'at the top left': 'no alto à esquerda',
  'at the top': 'no alto',
  'at the top right': 'no alto à direita',
  'on the left': 'à esquerda',
  'in the middle': 'no meio',
  'on the right': 'à direita',
  'at the bottom left': 'embaixo à esquerda',
  'at the bottom': 'embaixo',
  'at the bottom right': 'embaixo à direita',
  '{line} — planned by {planner}': '{line} — planejado por: {planner}',
  '{line} — planned by {planner}, because {reason}': '{line} — planejado por: {planner}, porque: {reason}',
  'There is no picture here yet. Paint one first, for example /imagine a cat and a dog on grass, or send a photo.':
    'Ainda não há imagem aqui. Pinte uma primeiro, por exemplo /imagine a cat and a dog on grass, ou envie uma foto.',
  'Say one number, or "all": things are moved one by one.':
    'Diga um número, ou “all”: as coisas são movidas uma a uma.',
  'That was a lot at once. Give me {seconds} s, then go on.':
    'Foi muita coisa de uma vez. Me dê {seconds} s e depois continue.',
  'Without {number}': 'Sem {number}',
  'In other words…': 'Em outras palavras…',
  'The plan': 'O plano',
  'One part a line': 'Uma parte por linha',
  'There is nothing in that message. Say what to change, for example: make the cat blue.':
    'Essa mensagem está vazia. Diga o que mudar, por exemplo: make the cat blue.',
  'That has {count} characters; I read up to {most}. Say it shorter.':
    'São {count} caracteres; leio até {most}. Diga mais curto.',
  '/{command} needs "{option}", for example: /{command} {example}':
    '/{command} precisa de “{option}”, por exemplo: /{command} {example}',
  'There is no command /{typed}. Did you mean /{near}? /help lists what there is.':
    'Não existe o comando /{typed}. Você quis dizer /{near}? /help mostra os que há.',
  'There is no command /{typed}. /help lists what there is.':
    'Não existe o comando /{typed}. /help mostra os que há.',
  '/{command} has no option --{typed}. It has {names}.': '/{command} não tem a opção --{typed}. Tem {names}.',
  '/{command} has no option --{typed}. It has none.':
    '/{command} não tem a opção --{typed}. Não tem nenhuma.',
  nothing: 'nada',
  '/{command} does not know what to do with "{words}".': '/{command} não sabe o que fazer com “{words}”.',
  words: 'palavras',
  'a whole number': 'um número inteiro',
  'a number': 'um número',
  'yes or no': 'sim (yes) ou não (no)',
  'a picture': 'uma imagem',
  'from {least}': 'a partir de {least}',
  'up to {most}': 'até {most}',
  '/{command}: "{option}" takes {expected}; I got {got}.':
    '/{command}: “{option}” espera {expected}; recebi {got}.',
  'one of {choices}': 'um de {choices}',
  'Nothing came out differently. Say it in other words, or try "stronger".':
    'Nada mudou. Diga com outras palavras ou tente “stronger”.',
  '{change} ({where})': '{change} ({where})',
  'Changed: {changes}.': 'Alterado: {changes}.',
  'Kept as it was: {things}.': 'Mantido como estava: {things}.',
  '{word}: {share} % of the attention, most {x} % across and {y} % down; the warm part is {area} % of the picture, from {left} to {right} % across and {top} to {bottom} % down.':
    '{word}: {share} % da atenção, sobretudo a {x} % da largura e {y} % da altura; a parte quente é {area} % da imagem, de {left} a {right} % da largura e de {top} a {bottom} % da altura.',
  'There is no picture to draw again yet. Paint or send one first.':
    'Ainda não há imagem para desenhar de novo. Pinte ou envie uma primeiro.',
  'There is no picture to reword yet. Paint or send one first.':
    'Ainda não há imagem para reescrever. Pinte ou envie uma primeiro.',
  'To be seen: {objects}': 'Vê-se: {objects}',
  '• {object} {where}, {share} of the picture': '• {object}, {where}, {share} da imagem',
  'Changed: {changes}': 'Alterado: {changes}',
};
