import type { Translations } from '../language.ts';

/** What everything under the chat says: planning, jobs, sessions, engine, models, pictures. */
export const pt: Translations = {
  'There is no learned word "{name}" here. There is: {names}.':
    'Não há palavra aprendida “{name}” aqui. Há: {names}.',
  'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.':
    'Não há palavra aprendida “{name}” aqui: elas ficam em embeddings/ na pasta dos modelos.',
  'I cannot tell where to do this: "{instruction}". Name a thing that is in the picture, or draw a mask.':
    'Não sei onde fazer isto: “{instruction}”. Diga uma coisa que esteja na imagem ou desenhe uma máscara.',
  '{model} fills places and cannot change how a whole picture looks. Name a thing in it, draw a mask, or set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} preenche lugares e não muda a aparência de uma imagem inteira. Diga uma coisa que esteja nela, desenhe uma máscara ou defina EDIT_MODEL com um modelo InstructPix2Pix.',
  'There is no picture to change yet. Say /imagine first, or drop in a photo.':
    'Ainda não há imagem para mudar. Diga /imagine primeiro ou envie uma foto.',
  'That is too long for this: {pieces} word pieces, and edits, layouts and changed words read {most}. Say it shorter, or in two messages.':
    'É longo demais para isto: {pieces} fragmentos; edições, layouts e palavras trocadas leem {most}. Diga mais curto ou em duas mensagens.',
  'That is too long for the model: {pieces} word pieces, it reads {most}. Say it shorter, or in two messages.':
    'É longo demais para o modelo: {pieces} fragmentos, ele lê {most}. Diga mais curto ou em duas mensagens.',
  'The learned word {name} was made for another kind of model than {model}: its vectors have {has} numbers, here they need {needs}.':
    'A palavra aprendida {name} foi feita para outro tipo de modelo que {model}: seus vetores têm {has} números, aqui precisam de {needs}.',
  'The LoRA {name} was made for another kind of model than {checkpoint}: {count} of its {layers} layers do not fit, for example {problems}.':
    'A LoRA {name} foi feita para outro tipo de modelo que {checkpoint}: {count} das suas {layers} camadas não servem, por exemplo {problems}.',
  'The text encoder has {layers} layers to leave out, not {asked}.':
    'O codificador de texto tem {layers} camadas para omitir, não {asked}.',
  'The {name} stays inside the picture: I moved it as far as the edge.':
    '{name} fica dentro da imagem: movi até a borda.',
  'I do not know how to do that yet ({kind}).': 'Ainda não sei fazer isso ({kind}).',
  '{model} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.':
    '{model} edita imagens e não pinta a partir de palavras. Defina IMAGE_MODEL com um modelo de texto para imagem.',
  '{model} paints in steps of {step} pixels: {width}×{height} does not fit.':
    '{model} pinta em passos de {step} pixels: {width}×{height} não serve.',
  'There is no picture to look at yet. Say /imagine first, or drop in a photo.':
    'Ainda não há imagem para olhar. Diga /imagine primeiro ou envie uma foto.',
  'I do not find {words} in it.': 'Não encontro {words} nela.',
  'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Não tenho detector para procurar. Ponha um na pasta de modelos e o nome em DETECTOR_MODEL.',
  '{model} cannot follow instructions. Set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} não segue instruções. Defina EDIT_MODEL com um modelo InstructPix2Pix.',
  '"{words}" must stand in the whole text, word for word: "{prompt}".':
    '“{words}” precisa estar no texto inteiro, palavra por palavra: “{prompt}”.',
  'I see only one {name} in the picture.': 'Só vejo um na imagem: {name}.',
  'I see only {count} of the kind "{name}" in the picture.': 'Na imagem só vejo {count} × {name}.',
  'There is no {name} in the picture; I see {labels}.': 'Na imagem não há: {name}. Vejo: {labels}.',
  '{count} LoRAs at once are too many; {most} can be mixed.':
    '{count} LoRAs de uma vez são demais; dá para misturar {most}.',
  'There is no LoRA "{name}" here. There is: {names}.': 'Não há LoRA “{name}” aqui. Há: {names}.',
  'There is no LoRA "{name}" here. There is none: they go to loras/ in the folder of the models.':
    'Não há LoRA “{name}” aqui. Não há nenhuma: elas ficam em loras/ na pasta dos modelos.',
  'There is not enough memory to load {name}. {hint}':
    'Não há memória suficiente para carregar {name}. {hint}',
  'Close other programs, or take a smaller model.': 'Feche outros programas ou use um modelo menor.',
  '{width}×{height} takes half of it and should fit.': '{width}×{height} usa a metade e deve caber.',
  'There is not enough memory for {width}×{height} pixels with {name}, not even in pieces. {advice}':
    'Não há memória suficiente para {width}×{height} pixels com {name}, nem em partes. {advice}',
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.':
    'Não tenho segmentador para contornar as coisas (SAM_MODEL), então as máscaras seguem as caixas do detector.',
  'Gradients only move things, so I did this ({operation}) by copying.':
    'Gradientes só movem coisas, então fiz isto ({operation}) por cópia.',
  'Gradients move one thing at a time, so I moved these by copying.':
    'Gradientes movem uma coisa por vez, então movi estas por cópia.',
  'This picture was not painted from words, so I moved the object by copying, not by gradients.':
    'Esta imagem não foi pintada de palavras, então movi o objeto por cópia, não por gradientes.',
  'The words that the picture was painted from do not name the {name}, so I moved it by copying.':
    'As palavras com que a imagem foi pintada não citam “{name}”, então movi por cópia.',
  'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Preciso de um detector para mover coisas. Ponha um na pasta de modelos e o nome em DETECTOR_MODEL.',
  'I see only one {name}; a swap needs two things.':
    'Só vejo um ({name}); para trocar são precisas duas coisas.',
  'I do not find {words} in the picture.': 'Não encontro isto na imagem: {words}.',
  '"{prompt}" only says what shall be absent: give one part a weight above zero.':
    '“{prompt}” só diz o que deve faltar: dê a uma parte um peso acima de zero.',
  '{model} paints only {width} × {height} pixels well, so it has no finer detail to give. Enlarge without detail.':
    '{model} só pinta bem {width} × {height} pixels e não tem mais detalhe a dar. Aumente sem detalhe.',
  'There is no picture to draw again yet. Say /imagine first, or drop in a photo.':
    'Ainda não há imagem para redesenhar. Diga /imagine primeiro ou envie uma foto.',
  'I could not tell where "{where}" is (the mask covers {share} % of the picture), so the whole picture may have changed.':
    'Não consegui ver onde está “{where}” (a máscara cobre {share}% da imagem), então a imagem inteira pode ter mudado.',
  'The change for "{where}" came out elsewhere than I looked for it, so I kept the whole edit.':
    'A mudança de “{where}” saiu em outro lugar do que procurei, então mantive a edição inteira.',
  'I need words for what the picture shows before I can change them: /reword from:"a cat on grass" to:"a tiger on grass".':
    'Preciso de palavras para o que a imagem mostra antes de mudá-las: /reword from:"a cat on grass" to:"a tiger on grass".',
  'There is no inversion "{name}"; I know {names}.': 'Não existe a inversão “{name}”; conheço {names}.',
  'The picture has {size} MB; I take up to {most} MB.': 'A imagem tem {size} MB; aceito até {most} MB.',
  'The picture has {width} × {height} pixels; I take up to {most} million, for example {side} × {side}.':
    'A imagem tem {width} × {height} pixels; aceito até {most} milhões, por exemplo {side} × {side}.',
  'The animation has {frames} frames; I take up to {most} and use the first one.':
    'A animação tem {frames} quadros; aceito até {most} e uso o primeiro.',
  'The picture has only {width} × {height} pixels; each side needs at least {least}.':
    'A imagem tem só {width} × {height} pixels; cada lado precisa de pelo menos {least}.',
  'I do not open SVG drawings; save it as PNG and send that.':
    'Não abro desenhos SVG; salve como PNG e envie.',
  'That file is not a picture I can open; send a {kinds} file.':
    'Esse arquivo não é uma imagem que eu consiga abrir; envie um arquivo {kinds}.',
  'The picture is damaged or was cut off on the way; please send it again.':
    'A imagem está danificada ou foi cortada no caminho; envie de novo, por favor.',
  'I had to be restarted several times in the middle of this, so I leave it. Ask again, or for less.':
    'Precisei ser reiniciado várias vezes no meio disto, por isso paro aqui. Peça de novo, ou peça menos.',
  'I am being restarted. What was asked for is written down and comes right after.':
    'Estou sendo reiniciado. O que foi pedido está anotado e vem logo depois.',
  'The process that paints ended twice while it worked on this ({reason}); it may have run out of memory. Try a smaller size or fewer things at once.':
    'O processo que pinta terminou duas vezes nisto ({reason}); talvez tenha faltado memória. Tente um tamanho menor ou menos coisas de uma vez.',
  'You have {own} {own|one:picture|other:pictures} waiting or in work already, and {most} {most|one:is|other:are} allowed. Wait for one of them, or /cancel.':
    'Você já tem {own} {own|one:imagem|other:imagens} na fila ou em andamento, e {most|one:é permitida|other:são permitidas} {most}. Espere uma delas ou use /cancel.',
  '{waiting} pictures are waiting already, and that is as many as I take. Try again in a few minutes.':
    'Já há {waiting} imagens na fila, e não aceito mais. Tente em alguns minutos.',
  'Words can be exchanged one for one: the prompt has {before} words, the new one {after}.':
    'As palavras são trocadas uma por uma: o prompt tem {before} palavras, o novo {after}.',
  'keep {things}': 'manter {things}',
  'paint "{prompt}"': 'pintar “{prompt}”',
  'weigh {words}': 'ponderar {words}',
  'prompt → "{prompt}"': 'prompt → “{prompt}”',
  'lay out {regions}': 'dispor {regions}',
  'redraw as "{prompt}" (strength {strength})': 'redesenhar como “{prompt}” (força {strength})',
  'show where I looked': 'mostrar onde procurei',
  'show where I looked for {words}': 'mostrar onde procurei {words}',
  'look for objects': 'procurar objetos',
  'look for {words}': 'procurar {words}',
  '(whole picture)': '(imagem inteira)',
  '(local)': '(só ali)',
  'remove {name}': 'remover {name}',
  'add {added}': 'adicionar {added}',
  'add {added} to {name}': 'adicionar {added} a {name}',
  'background → {target}': 'fundo → {target}',
  'style → {target}': 'estilo → {target}',
  'swap {name} and {other}': 'trocar {name} e {other}',
  'resize {name} to {percent} %': 'redimensionar {name} para {percent}%',
  'bring {name} to the front': 'trazer {name} para a frente',
  'move {name} {where}': 'mover {name}: {where}',
  'duplicate {name}': 'duplicar {name}',
  'duplicate {name} {where}': 'duplicar {name}: {where}',
  'to the middle': 'para o meio',
  'to the left side': 'para o lado esquerdo',
  'to the right side': 'para o lado direito',
  'to the top': 'para o topo',
  'to the bottom': 'para baixo',
  'removed {name}': 'removi {name}',
  'added {added}': 'adicionei {added}',
  'added {added} to {name}': 'adicionei {added} a {name}',
  'swapped {name} and {other}': 'troquei {name} e {other}',
  'swapped {name}': 'troquei {name}',
  'resized {name} to {percent} %': 'redimensionei {name} para {percent}%',
  'brought {name} to the front': 'trouxe {name} para a frente',
  'moved {name} {where}': 'movi {name}: {where}',
  'duplicated {name}': 'dupliquei {name}',
  'duplicated {name} {where}': 'dupliquei {name}: {where}',
  '{percent} % left': '{percent}% à esquerda',
  '{percent} % right': '{percent}% à direita',
  '{percent} % up': '{percent}% para cima',
  '{percent} % down': '{percent}% para baixo',
  'to {percent} % across': 'para {percent}% da largura',
  'to {percent} % down': 'para {percent}% da altura',
  'the model gave no usable answer': 'o modelo não deu uma resposta utilizável',
  '{model} did not stop talking': '{model} não parava de falar',
  'Ollama took longer than {seconds} s': 'o Ollama demorou mais de {seconds} s',
  'Ollama does not have the model {model} yet; get it with: ollama pull {model}':
    'o Ollama ainda não tem o modelo {model}; obtenha com: ollama pull {model}',
  'Ollama is busy': 'o Ollama está ocupado',
  'Ollama answered with error {status}': 'o Ollama respondeu com o erro {status}',
  'Ollama does not answer at {host}': 'o Ollama não responde em {host}',
  'Ollama broke off its answer': 'o Ollama interrompeu a resposta',
  '{model} found nothing to do': '{model} não encontrou nada a fazer',
  'I could not download {model}: {reason}. Check the name and the network of the server, then try again.':
    'Não consegui baixar {model}: {reason}. Verifique o nome e a rede do servidor e tente de novo.',
  'Your message has {count} characters, at most {most} are read. Say one or two changes at a time.':
    'Sua mensagem tem {count} caracteres, no máximo {most} são lidos. Diga uma ou duas mudanças por vez.',
  'There is no picture yet to change or look at. Start with "/imagine a cat on a sofa", or drop a photo here.':
    'Ainda não há imagem para mudar ou olhar. Comece com “/imagine a cat on a sofa” ou envie uma foto.',
  'I found nothing to change in your message. For example: "replace the cat with a horse", "move the tree left" or "undo".':
    'Não encontrei nada para mudar na sua mensagem. Por exemplo: “replace the cat with a horse”, “move the tree left” ou “undo”.',
  'At your service. Say what to change, for example: "make the cat blue", or "undo".':
    'Às ordens. Diga o que mudar, por exemplo “make the cat blue”, ou “undo”.',
  'I found nothing to paint in your message. For example: "a cat and a dog on grass".':
    'Não encontrei nada para pintar na sua mensagem. Por exemplo: “a cat and a dog on grass”.',
  'Shall I add that to this picture, or paint a new one? Say "add {words}" or "/imagine {words}".':
    'Adiciono isso a esta imagem ou pinto uma nova? Diga “add {words}” ou “/imagine {words}”.',
  'Which object do you mean in "{words}"?': 'De qual objeto você fala em “{words}”?',
  'Which object do you mean in "{words}"? I see {objects}.':
    'De qual objeto você fala em “{words}”? Vejo: {objects}.',
  'There is no sampler "{name}"; I know {names}.': 'Não existe o amostrador “{name}”; conheço {names}.',
  '{model} paints only with the sampler {own}, not with {sampler}.':
    '{model} só pinta com o amostrador {own}, não com {sampler}.',
  'That works by steering what the model pays attention to, which I cannot do with {model}. Choose another model, or ask for it in other words.':
    'Isso funciona guiando aquilo a que o modelo dá atenção, e com {model} não consigo. Escolha outro modelo ou peça de outra forma.',
  'The sampler {sampler} is for models such as {example}, not for {model}.':
    'O amostrador {sampler} é para modelos como o {example}, não para {model}.',
  'That picture is not kept any more. Start again from another one.':
    'Essa imagem não está mais guardada. Recomece a partir de outra.',
  'The disk of this bot takes nothing more: it is full, or it fails. So this could not be kept; nothing that was there is lost. Once there is room, ask again.':
    'O disco deste bot não aceita mais nada: está cheio ou com falha. Por isso isto não pôde ser guardado; nada do que havia se perdeu. Quando houver espaço, peça de novo.',
  'There is nothing to undo yet. Start with /imagine a cat on grass.':
    'Ainda não há nada para desfazer. Comece com /imagine a cat on grass.',
  'There is nothing before #{number}.': 'Não há nada antes de #{number}.',
  'There is nothing to redo.': 'Não há nada para refazer.',
  'There is no picture #{number}; there is none in this conversation yet.':
    'Não há imagem #{number}; ainda não há nenhuma nesta conversa.',
  'There is no picture #{number}; there {count|one:is|other:are} {numbers}.':
    'Não há imagem #{number}; {count|one:há|other:há} {numbers}.',
  '#{from} to #{to}': '#{from} a #{to}',
  'I could not tell where {words} is, so the whole picture may have changed.':
    'Não consegui ver onde está {words}; a imagem inteira pode ter mudado.',
  'None of the words is in "{prompt}". Ask for words of it.':
    'Nenhuma das palavras está em "{prompt}". Pergunte por palavras que estejam lá.',
  'Not among the words I painted from: {words}.': 'Não estão entre as palavras com que pintei: {words}.',
  'I could not make out where {thing} is, so it may have changed.':
    'Não consegui ver onde está {thing}, então pode ter mudado.',
  'swap {name}': 'trocar {name}',
  'I read only English while no language model helps me. For example: "make the cat blue", "replace the cat with a horse".':
    'Sem um modelo de linguagem só leio inglês. Por exemplo: “make the cat blue”, “replace the cat with a horse”.',
};
