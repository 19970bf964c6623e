import type { Translations } from '../language.ts';

/** What everything under the chat says: planning, jobs, sessions, engine, models, pictures. */
export const de: Translations = {
  'There is no learned word "{name}" here. There is: {names}.':
    'Ein gelerntes Wort „{name}“ gibt es hier nicht. Es gibt: {names}.',
  'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.':
    'Ein gelerntes Wort „{name}“ gibt es hier nicht: Sie gehören nach embeddings/ im Ordner der Modelle.',
  'I cannot tell where to do this: "{instruction}". Name a thing that is in the picture, or draw a mask.':
    'Ich weiß nicht, wo ich das tun soll: „{instruction}“. Nenne etwas, das auf dem Bild ist, oder zeichne eine Maske.',
  '{model} fills places and cannot change how a whole picture looks. Name a thing in it, draw a mask, or set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} füllt Stellen und kann nicht das Aussehen eines ganzen Bildes ändern. Nenne etwas darauf, zeichne eine Maske oder setz EDIT_MODEL auf ein InstructPix2Pix-Modell.',
  'There is no picture to change yet. Say /imagine first, or drop in a photo.':
    'Es gibt noch kein Bild, das ich ändern könnte. Sag zuerst /imagine oder schick ein Foto.',
  'That is too long for this: {pieces} word pieces, and edits, layouts and changed words read {most}. Say it shorter, or in two messages.':
    'Das ist hierfür zu lang: {pieces} Wortstücke; Änderungen, Anordnungen und getauschte Worte lesen {most}. Sag es kürzer oder in zwei Nachrichten.',
  'That is too long for the model: {pieces} word pieces, it reads {most}. Say it shorter, or in two messages.':
    'Das ist zu lang für das Modell: {pieces} Wortstücke, es liest {most}. Sag es kürzer oder in zwei Nachrichten.',
  'The learned word {name} was made for another kind of model than {model}: its vectors have {has} numbers, here they need {needs}.':
    'Das gelernte Wort {name} wurde für eine andere Art von Modell gemacht als {model}: Seine Vektoren haben {has} Zahlen, hier braucht es {needs}.',
  'The LoRA {name} was made for another kind of model than {checkpoint}: {count} of its {layers} layers do not fit, for example {problems}.':
    'Die LoRA {name} wurde für eine andere Art von Modell gemacht als {checkpoint}: {count} ihrer {layers} Schichten passen nicht, zum Beispiel {problems}.',
  'The text encoder has {layers} layers to leave out, not {asked}.':
    'Der Textencoder hat {layers} Schichten zum Weglassen, nicht {asked}.',
  'The {name} stays inside the picture: I moved it as far as the edge.':
    '{name} bleibt im Bild: Ich habe es bis an den Rand geschoben.',
  'I do not know how to do that yet ({kind}).': 'Das kann ich noch nicht ({kind}).',
  '{model} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.':
    '{model} ändert Bilder und kann keins aus Worten malen. Setz IMAGE_MODEL auf ein Text-zu-Bild-Modell.',
  '{model} paints in steps of {step} pixels: {width}×{height} does not fit.':
    '{model} malt in Schritten von {step} Pixeln: {width}×{height} passt nicht.',
  'There is no picture to look at yet. Say /imagine first, or drop in a photo.':
    'Es gibt noch kein Bild zum Ansehen. Sag zuerst /imagine oder schick ein Foto.',
  'I do not find {words} in it.': 'Ich finde darauf kein {words}.',
  'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Ich habe keinen Detektor zum Suchen. Leg einen in den Ordner der Modelle und setz DETECTOR_MODEL auf seinen Namen.',
  '{model} cannot follow instructions. Set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} kann keinen Anweisungen folgen. Setz EDIT_MODEL auf ein InstructPix2Pix-Modell.',
  '"{words}" must stand in the whole text, word for word: "{prompt}".':
    '„{words}“ muss Wort für Wort im ganzen Text stehen: „{prompt}“.',
  'I see only one {name} in the picture.': 'Auf dem Bild sehe ich nur einmal: {name}.',
  'I see only {count} of the kind "{name}" in the picture.': 'Auf dem Bild sehe ich nur {count} × {name}.',
  'There is no {name} in the picture; I see {labels}.':
    'Das ist nicht auf dem Bild: {name}. Ich sehe: {labels}.',
  '{count} LoRAs at once are too many; {most} can be mixed.':
    '{count} LoRAs auf einmal sind zu viele; {most} lassen sich mischen.',
  'There is no LoRA "{name}" here. There is: {names}.':
    'Eine LoRA „{name}“ gibt es hier nicht. Es gibt: {names}.',
  'There is no LoRA "{name}" here. There is none: they go to loras/ in the folder of the models.':
    'Eine LoRA „{name}“ gibt es hier nicht. Es gibt noch keine: Sie gehören nach loras/ im Ordner der Modelle.',
  'There is not enough memory to load {name}. {hint}':
    'Der Speicher reicht nicht, um {name} zu laden. {hint}',
  'Close other programs, or take a smaller model.':
    'Schließ andere Programme, oder nimm ein kleineres Modell.',
  '{width}×{height} takes half of it and should fit.':
    '{width}×{height} braucht die Hälfte und sollte passen.',
  'There is not enough memory for {width}×{height} pixels with {name}, not even in pieces. {advice}':
    'Der Speicher reicht nicht für {width}×{height} Pixel mit {name}, auch nicht in Stücken. {advice}',
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.':
    'Ich habe nichts, um Umrisse zu finden (SAM_MODEL), darum sind die Masken auf die Kästen des Detektors zugeschnitten.',
  'Gradients only move things, so I did this ({operation}) by copying.':
    'Gradienten verschieben nur; dies ({operation}) habe ich durch Kopieren gemacht.',
  'Gradients move one thing at a time, so I moved these by copying.':
    'Gradienten verschieben nur eine Sache auf einmal; diese habe ich durch Kopieren verschoben.',
  'This picture was not painted from words, so I moved the object by copying, not by gradients.':
    'Dieses Bild wurde nicht aus Worten gemalt, darum habe ich das Objekt durch Kopieren verschoben, nicht durch Gradienten.',
  'The words that the picture was painted from do not name the {name}, so I moved it by copying.':
    'Die Worte, aus denen das Bild gemalt wurde, nennen „{name}“ nicht, darum habe ich es durch Kopieren verschoben.',
  'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.':
    'Zum Verschieben brauche ich einen Detektor. Leg einen in den Ordner der Modelle und setz DETECTOR_MODEL auf seinen Namen.',
  'I see only one {name}; a swap needs two things.':
    'Ich sehe nur einmal {name}; zum Tauschen braucht es zwei.',
  'I do not find {words} in the picture.': 'Das finde ich nicht auf dem Bild: {words}.',
  '"{prompt}" only says what shall be absent: give one part a weight above zero.':
    '„{prompt}“ sagt nur, was fehlen soll: Gib einem Teil ein Gewicht über null.',
  '{model} paints only {width} × {height} pixels well, so it has no finer detail to give. Enlarge without detail.':
    '{model} malt nur {width} × {height} Pixel gut und hat keine feineren Einzelheiten zu bieten. Vergrößere ohne sie.',
  'There is no picture to draw again yet. Say /imagine first, or drop in a photo.':
    'Es gibt noch kein Bild zum Neuzeichnen. Sag zuerst /imagine oder schick ein Foto.',
  'I could not tell where "{where}" is (the mask covers {share} % of the picture), so the whole picture may have changed.':
    'Ich konnte nicht erkennen, wo „{where}“ ist (die Maske deckt {share} % des Bildes), darum hat sich vielleicht das ganze Bild geändert.',
  'The change for "{where}" came out elsewhere than I looked for it, so I kept the whole edit.':
    'Die Änderung für „{where}“ ist woanders herausgekommen, als ich gesucht habe; darum habe ich die ganze Änderung behalten.',
  'I need words for what the picture shows before I can change them: /reword from:"a cat on grass" to:"a tiger on grass".':
    'Ich brauche Worte für das, was das Bild zeigt, bevor ich sie ändern kann: /reword from:"a cat on grass" to:"a tiger on grass".',
  'There is no inversion "{name}"; I know {names}.':
    'Eine Inversion „{name}“ gibt es nicht; ich kenne {names}.',
  'The picture has {size} MB; I take up to {most} MB.': 'Das Bild hat {size} MB; ich nehme bis zu {most} MB.',
  'The picture has {width} × {height} pixels; I take up to {most} million, for example {side} × {side}.':
    'Das Bild hat {width} × {height} Pixel; ich nehme bis zu {most} Millionen, zum Beispiel {side} × {side}.',
  'The animation has {frames} frames; I take up to {most} and use the first one.':
    'Die Animation hat {frames} Bilder; ich nehme bis zu {most} und verwende das erste.',
  'The picture has only {width} × {height} pixels; each side needs at least {least}.':
    'Das Bild hat nur {width} × {height} Pixel; jede Seite braucht mindestens {least}.',
  'I do not open SVG drawings; save it as PNG and send that.':
    'SVG-Zeichnungen öffne ich nicht; speichere sie als PNG und schick das.',
  'That file is not a picture I can open; send a {kinds} file.':
    'Diese Datei ist kein Bild, das ich öffnen kann; schick eine Datei der Art {kinds}.',
  'The picture is damaged or was cut off on the way; please send it again.':
    'Das Bild ist beschädigt oder wurde unterwegs abgeschnitten; bitte schick es noch einmal.',
  'I had to be restarted several times in the middle of this, so I leave it. Ask again, or for less.':
    'Ich musste mitten in dieser Sache mehrmals neu gestartet werden, darum lasse ich sie. Frag noch einmal, oder nach weniger.',
  'I am being restarted. What was asked for is written down and comes right after.':
    'Ich werde neu gestartet. Was gewünscht wurde, ist aufgeschrieben und kommt gleich danach.',
  'The process that paints ended twice while it worked on this ({reason}); it may have run out of memory. Try a smaller size or fewer things at once.':
    'Der Prozess, der malt, ist hierbei zweimal abgebrochen ({reason}); vielleicht reichte der Speicher nicht. Versuch eine kleinere Größe oder weniger auf einmal.',
  'You have {own} {own|one:picture|other:pictures} waiting or in work already, and {most} {most|one:is|other:are} allowed. Wait for one of them, or /cancel.':
    'Von dir {own|one:wartet oder entsteht|other:warten oder entstehen} schon {own} {own|one:Bild|other:Bilder}, erlaubt {most|one:ist|other:sind} {most}. Warte auf eins davon, oder /cancel.',
  '{waiting} pictures are waiting already, and that is as many as I take. Try again in a few minutes.':
    'Es warten schon {waiting} Bilder, mehr nehme ich nicht an. Versuch es in ein paar Minuten wieder.',
  'Words can be exchanged one for one: the prompt has {before} words, the new one {after}.':
    'Worte lassen sich nur eins gegen eins tauschen: Der Prompt hat {before} Worte, der neue {after}.',
  'keep {things}': 'behalten: {things}',
  'paint "{prompt}"': '„{prompt}“ malen',
  'weigh {words}': 'gewichten: {words}',
  'prompt → "{prompt}"': 'Prompt → „{prompt}“',
  'lay out {regions}': 'anordnen: {regions}',
  'redraw as "{prompt}" (strength {strength})': 'neu zeichnen als „{prompt}“ (Stärke {strength})',
  'show where I looked': 'zeigen, wo ich gesucht habe',
  'show where I looked for {words}': 'zeigen, wo ich nach {words} gesucht habe',
  'look for objects': 'nach Objekten suchen',
  'look for {words}': 'nach {words} suchen',
  '(whole picture)': '(ganzes Bild)',
  '(local)': '(nur dort)',
  'remove {name}': '{name} entfernen',
  'add {added}': '{added} hinzufügen',
  'add {added} to {name}': '{added} hinzufügen bei {name}',
  'background → {target}': 'Hintergrund → {target}',
  'style → {target}': 'Stil → {target}',
  'swap {name} and {other}': '{name} und {other} tauschen',
  'resize {name} to {percent} %': '{name} auf {percent} % bringen',
  'bring {name} to the front': '{name} nach vorn holen',
  'move {name} {where}': '{name} verschieben: {where}',
  'duplicate {name}': '{name} verdoppeln',
  'duplicate {name} {where}': '{name} verdoppeln: {where}',
  'to the middle': 'in die Mitte',
  'to the left side': 'auf die linke Seite',
  'to the right side': 'auf die rechte Seite',
  'to the top': 'nach oben',
  'to the bottom': 'nach unten',
  'removed {name}': '{name} entfernt',
  'added {added}': '{added} hinzugefügt',
  'added {added} to {name}': '{added} hinzugefügt bei {name}',
  'swapped {name} and {other}': '{name} und {other} getauscht',
  'swapped {name}': '{name} getauscht',
  'resized {name} to {percent} %': '{name} auf {percent} % gebracht',
  'brought {name} to the front': '{name} nach vorn geholt',
  'moved {name} {where}': '{name} verschoben: {where}',
  'duplicated {name}': '{name} verdoppelt',
  'duplicated {name} {where}': '{name} verdoppelt: {where}',
  '{percent} % left': '{percent} % nach links',
  '{percent} % right': '{percent} % nach rechts',
  '{percent} % up': '{percent} % nach oben',
  '{percent} % down': '{percent} % nach unten',
  'to {percent} % across': 'auf {percent} % der Breite',
  'to {percent} % down': 'auf {percent} % der Höhe',
  'the model gave no usable answer': 'das Modell gab keine brauchbare Antwort',
  '{model} did not stop talking': '{model} hörte nicht auf zu reden',
  'Ollama took longer than {seconds} s': 'Ollama brauchte länger als {seconds} s',
  'Ollama does not have the model {model} yet; get it with: ollama pull {model}':
    'Ollama hat das Modell {model} noch nicht; hol es mit: ollama pull {model}',
  'Ollama is busy': 'Ollama ist beschäftigt',
  'Ollama answered with error {status}': 'Ollama antwortete mit Fehler {status}',
  'Ollama does not answer at {host}': 'Ollama antwortet nicht unter {host}',
  'Ollama broke off its answer': 'Ollama brach seine Antwort ab',
  '{model} found nothing to do': '{model} fand nichts zu tun',
  'I could not download {model}: {reason}. Check the name and the network of the server, then try again.':
    '{model} ließ sich nicht herunterladen: {reason}. Prüf den Namen und das Netz des Servers, dann versuch es noch einmal.',
  'Your message has {count} characters, at most {most} are read. Say one or two changes at a time.':
    'Deine Nachricht hat {count} Zeichen, gelesen werden höchstens {most}. Sag eine oder zwei Änderungen auf einmal.',
  'There is no picture yet to change or look at. Start with "/imagine a cat on a sofa", or drop a photo here.':
    'Es gibt noch kein Bild zum Ändern oder Ansehen. Fang an mit „/imagine a cat on a sofa“, oder schick ein Foto.',
  'I found nothing to change in your message. For example: "replace the cat with a horse", "move the tree left" or "undo".':
    'In deiner Nachricht habe ich nichts zu ändern gefunden. Zum Beispiel: „replace the cat with a horse“, „move the tree left“ oder „undo“.',
  'At your service. Say what to change, for example: "make the cat blue", or "undo".':
    'Zu Diensten. Sag, was sich ändern soll, zum Beispiel „make the cat blue“, oder „undo“.',
  'I found nothing to paint in your message. For example: "a cat and a dog on grass".':
    'In deiner Nachricht habe ich nichts zu malen gefunden. Zum Beispiel: „a cat and a dog on grass“.',
  'Shall I add that to this picture, or paint a new one? Say "add {words}" or "/imagine {words}".':
    'Soll ich das in dieses Bild malen oder ein neues malen? Sag „add {words}“ oder „/imagine {words}“.',
  'Which object do you mean in "{words}"?': 'Welches Objekt meinst du mit „{words}“?',
  'Which object do you mean in "{words}"? I see {objects}.':
    'Welches Objekt meinst du mit „{words}“? Ich sehe: {objects}.',
  'There is no sampler "{name}"; I know {names}.': 'Einen Sampler „{name}“ gibt es nicht; ich kenne {names}.',
  '{model} paints only with the sampler {own}, not with {sampler}.':
    '{model} malt nur mit dem Sampler {own}, nicht mit {sampler}.',
  'That works by steering what the model pays attention to, which I cannot do with {model}. Choose another model, or ask for it in other words.':
    'Dafür müsste ich lenken, worauf das Modell achtet, und das geht mit {model} nicht. Wähl ein anderes Modell oder sag es anders.',
  'The sampler {sampler} is for models such as {example}, not for {model}.':
    'Der Sampler {sampler} ist für Modelle wie {example}, nicht für {model}.',
  'That picture is not kept any more. Start again from another one.':
    'Dieses Bild ist nicht mehr da. Fang mit einem anderen neu an.',
  'The disk of this bot takes nothing more: it is full, or it fails. So this could not be kept; nothing that was there is lost. Once there is room, ask again.':
    'Die Festplatte dieses Bots nimmt nichts mehr an: Sie ist voll oder defekt. Darum ließ sich dies nicht aufbewahren; verloren ist nichts. Sobald Platz ist, frag noch einmal.',
  'There is nothing to undo yet. Start with /imagine a cat on grass.':
    'Es gibt noch nichts rückgängig zu machen. Fang an mit /imagine a cat on grass.',
  'There is nothing before #{number}.': 'Vor #{number} gibt es nichts.',
  'There is nothing to redo.': 'Es gibt nichts zu wiederholen.',
  'There is no picture #{number}; there is none in this conversation yet.':
    'Ein Bild #{number} gibt es nicht; in dieser Unterhaltung ist noch keins.',
  'There is no picture #{number}; there {count|one:is|other:are} {numbers}.':
    'Ein Bild #{number} gibt es nicht; {count|one:es gibt|other:es gibt} {numbers}.',
  '#{from} to #{to}': '#{from} bis #{to}',
  'I could not tell where {words} is, so the whole picture may have changed.':
    'Ich konnte nicht erkennen, wo {words} ist; es kann sich das ganze Bild geändert haben.',
  'None of the words is in "{prompt}". Ask for words of it.':
    'Keines der Worte steht in „{prompt}“. Frag nach Worten daraus.',
  'Not among the words I painted from: {words}.':
    'Nicht unter den Worten, aus denen ich gemalt habe: {words}.',
  'I could not make out where {thing} is, so it may have changed.':
    'Ich konnte nicht erkennen, wo {thing} ist; es kann sich also geändert haben.',
  'swap {name}': '{name} tauschen',
  'I read only English while no language model helps me. For example: "make the cat blue", "replace the cat with a horse".':
    'Ohne Sprachmodell verstehe ich nur Englisch. Zum Beispiel: „make the cat blue“, „replace the cat with a horse“.',
};
