import type { Translations } from '../language.ts';

/** What everything under the chat says: planning, jobs, sessions, engine, models, pictures. */
export const ja: Translations = {
  'There is no learned word "{name}" here. There is: {names}.':
    '学習語「{name}」はありません。あるのは {names} です。',
  'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.':
    '学習語「{name}」はありません。モデルのフォルダーの embeddings/ に置きます。',
  'I cannot tell where to do this: "{instruction}". Name a thing that is in the picture, or draw a mask.':
    '「{instruction}」をどこで行うかわかりません。画像にある物の名前を言うか、マスクを描いてください。',
  '{model} fills places and cannot change how a whole picture looks. Name a thing in it, draw a mask, or set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} は部分を埋めるモデルで、画像全体の見た目は変えられません。物の名前を言うか、マスクを描くか、EDIT_MODEL に InstructPix2Pix モデルを設定してください。',
  'There is no picture to change yet. Say /imagine first, or drop in a photo.':
    'まだ編集する画像がありません。先に /imagine するか、写真を送ってください。',
  'That is too long for this: {pieces} word pieces, and edits, layouts and changed words read {most}. Say it shorter, or in two messages.':
    '長すぎます。{pieces} 語片ありますが、編集・レイアウト・言い換えで読めるのは {most} です。短くするか、2 つに分けてください。',
  'That is too long for the model: {pieces} word pieces, it reads {most}. Say it shorter, or in two messages.':
    'モデルには長すぎます。{pieces} 語片ありますが、読めるのは {most} です。短くするか、2 つに分けてください。',
  'The learned word {name} was made for another kind of model than {model}: its vectors have {has} numbers, here they need {needs}.':
    '学習語 {name} は {model} とは別の種類のモデル用です。ベクトルは {has} 個の数ですが、ここでは {needs} 個必要です。',
  'The LoRA {name} was made for another kind of model than {checkpoint}: {count} of its {layers} layers do not fit, for example {problems}.':
    'LoRA {name} は {checkpoint} とは別の種類のモデル用です。{layers} 層のうち {count} 層が合いません（例: {problems}）。',
  'The text encoder has {layers} layers to leave out, not {asked}.':
    'テキストエンコーダーで省ける層は {layers} 個です（指定は {asked}）。',
  'The {name} stays inside the picture: I moved it as far as the edge.':
    '{name} は画像の中に収めるため、端まで動かしました。',
  'I do not know how to do that yet ({kind}).': 'それはまだできません（{kind}）。',
  '{model} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.':
    '{model} は編集用で、言葉から描くことはできません。IMAGE_MODEL に text-to-image モデルを設定してください。',
  '{model} paints in steps of {step} pixels: {width}×{height} does not fit.':
    '{model} は {step} ピクセル単位で描きます。{width}×{height} は使えません。',
  'There is no picture to look at yet. Say /imagine first, or drop in a photo.':
    'まだ見る画像がありません。先に /imagine するか、写真を送ってください。',
  'I do not find {words} in it.': '{words} は見つかりません。',
  'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.':
    '探すための検出器がありません。モデルのフォルダーに置き、DETECTOR_MODEL に名前を設定してください。',
  '{model} cannot follow instructions. Set EDIT_MODEL to an InstructPix2Pix checkpoint.':
    '{model} は指示に従えません。EDIT_MODEL に InstructPix2Pix モデルを設定してください。',
  '"{words}" must stand in the whole text, word for word: "{prompt}".':
    '「{words}」は全体の文の中にそのまま含まれている必要があります: 「{prompt}」',
  'I see only one {name} in the picture.': '画像に {name} は 1 つしか見えません。',
  'I see only {count} of the kind "{name}" in the picture.': '画像に {name} は {count} つしか見えません。',
  'There is no {name} in the picture; I see {labels}.': '画像に {name} はありません。見えるもの: {labels}',
  '{count} LoRAs at once are too many; {most} can be mixed.':
    'LoRA {count} 個は多すぎます。混ぜられるのは {most} 個までです。',
  'There is no LoRA "{name}" here. There is: {names}.': 'LoRA「{name}」はありません。あるのは {names} です。',
  'There is no LoRA "{name}" here. There is none: they go to loras/ in the folder of the models.':
    'LoRA「{name}」はありません。まだ 1 つもなく、モデルのフォルダーの loras/ に置きます。',
  'There is not enough memory to load {name}. {hint}': '{name} を読み込むメモリが足りません。{hint}',
  'Close other programs, or take a smaller model.':
    'ほかのプログラムを閉じるか、もっと小さいモデルを使ってください。',
  '{width}×{height} takes half of it and should fit.': '{width}×{height} なら半分で済み、収まるはずです。',
  'There is not enough memory for {width}×{height} pixels with {name}, not even in pieces. {advice}':
    '{name} で {width}×{height} ピクセルを描くメモリが、分割しても足りません。{advice}',
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.':
    '輪郭を切り出すモデル（SAM_MODEL）がないため、マスクは検出枠に合わせています。',
  'Gradients only move things, so I did this ({operation}) by copying.':
    '勾配でできるのは移動だけなので、これ（{operation}）はコピーで行いました。',
  'Gradients move one thing at a time, so I moved these by copying.':
    '勾配で動かせるのは 1 つずつなので、これらはコピーで動かしました。',
  'This picture was not painted from words, so I moved the object by copying, not by gradients.':
    'この画像は言葉から描いたものではないため、勾配ではなくコピーで動かしました。',
  'The words that the picture was painted from do not name the {name}, so I moved it by copying.':
    'この画像を描いた言葉に「{name}」がないため、コピーで動かしました。',
  'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.':
    '物を動かすには検出器が必要です。モデルのフォルダーに置き、DETECTOR_MODEL に名前を設定してください。',
  'I see only one {name}; a swap needs two things.':
    '{name} は 1 つしか見えません。入れ替えには 2 つ必要です。',
  'I do not find {words} in the picture.': '画像に {words} は見つかりません。',
  '"{prompt}" only says what shall be absent: give one part a weight above zero.':
    '「{prompt}」は要らないものしか言っていません。どこかに 0 より大きい重みを付けてください。',
  '{model} paints only {width} × {height} pixels well, so it has no finer detail to give. Enlarge without detail.':
    '{model} がうまく描けるのは {width} × {height} ピクセルだけで、より細かくはできません。細部なしで拡大してください。',
  'There is no picture to draw again yet. Say /imagine first, or drop in a photo.':
    'まだ描き直す画像がありません。先に /imagine するか、写真を送ってください。',
  'I could not tell where "{where}" is (the mask covers {share} % of the picture), so the whole picture may have changed.':
    '「{where}」の場所がわからず（マスクは画像の {share}%）、画像全体が変わったかもしれません。',
  'The change for "{where}" came out elsewhere than I looked for it, so I kept the whole edit.':
    '「{where}」の変更が探した場所と違うところに出たため、編集全体を残しました。',
  'I need words for what the picture shows before I can change them: /reword from:"a cat on grass" to:"a tiger on grass".':
    '言い換えるには、画像の内容を表す言葉が必要です: /reword from:"a cat on grass" to:"a tiger on grass"',
  'There is no inversion "{name}"; I know {names}.':
    '「{name}」という反転はありません。使えるのは {names} です。',
  'The picture has {size} MB; I take up to {most} MB.':
    '画像は {size} MB です。受け取れるのは {most} MB までです。',
  'The picture has {width} × {height} pixels; I take up to {most} million, for example {side} × {side}.':
    '画像は {width} × {height} ピクセルです。受け取れるのは {most} 百万ピクセルまで（例: {side} × {side}）です。',
  'The animation has {frames} frames; I take up to {most} and use the first one.':
    'アニメーションは {frames} フレームあります。{most} まで受け取り、最初の 1 枚を使います。',
  'The picture has only {width} × {height} pixels; each side needs at least {least}.':
    '画像は {width} × {height} ピクセルしかありません。各辺は {least} 以上必要です。',
  'I do not open SVG drawings; save it as PNG and send that.':
    'SVG は開けません。PNG で保存して送ってください。',
  'That file is not a picture I can open; send a {kinds} file.':
    'そのファイルは開ける画像ではありません。{kinds} を送ってください。',
  'The picture is damaged or was cut off on the way; please send it again.':
    '画像が壊れているか、途中で切れています。もう一度送ってください。',
  'I had to be restarted several times in the middle of this, so I leave it. Ask again, or for less.':
    'この処理の途中で何度も再起動になったため、ここでやめます。もう一度、または内容を減らして頼んでください。',
  'I am being restarted. What was asked for is written down and comes right after.':
    '再起動中です。頼まれたことは記録してあり、このあとすぐに続けます。',
  'The process that paints ended twice while it worked on this ({reason}); it may have run out of memory. Try a smaller size or fewer things at once.':
    '描画プロセスがこの作業中に 2 回終了しました（{reason}）。メモリ不足かもしれません。小さいサイズか、少ない内容で試してください。',
  'You have {own} {own|one:picture|other:pictures} waiting or in work already, and {most} {most|one:is|other:are} allowed. Wait for one of them, or /cancel.':
    '待機中か作業中の画像がすでに {own} 枚あります（上限 {most} 枚）。1 つ終わるのを待つか、/cancel してください。',
  '{waiting} pictures are waiting already, and that is as many as I take. Try again in a few minutes.':
    'すでに {waiting} 枚が待機中で、これ以上受け付けられません。数分後に試してください。',
  'Words can be exchanged one for one: the prompt has {before} words, the new one {after}.':
    '言葉は 1 対 1 で入れ替えます。元は {before} 語、新しいほうは {after} 語です。',
  'keep {things}': '{things} はそのまま',
  'paint "{prompt}"': '「{prompt}」を描く',
  'weigh {words}': '重み: {words}',
  'prompt → "{prompt}"': 'プロンプト → 「{prompt}」',
  'lay out {regions}': '配置: {regions}',
  'redraw as "{prompt}" (strength {strength})': '「{prompt}」として描き直す（強さ {strength}）',
  'show where I looked': '探した場所を見せる',
  'show where I looked for {words}': '{words} を探した場所を見せる',
  'look for objects': '物を探す',
  'look for {words}': '{words} を探す',
  '(whole picture)': '（画像全体）',
  '(local)': '（部分）',
  'remove {name}': '{name} を消す',
  'add {added}': '{added} を加える',
  'add {added} to {name}': '{name} に {added} を加える',
  'background → {target}': '背景 → {target}',
  'style → {target}': '画風 → {target}',
  'swap {name} and {other}': '{name} と {other} を入れ替える',
  'resize {name} to {percent} %': '{name} を {percent}% の大きさに',
  'bring {name} to the front': '{name} を手前に',
  'move {name} {where}': '{name} を移動: {where}',
  'duplicate {name}': '{name} を複製',
  'duplicate {name} {where}': '{name} を複製: {where}',
  'to the middle': '中央へ',
  'to the left side': '左側へ',
  'to the right side': '右側へ',
  'to the top': '上へ',
  'to the bottom': '下へ',
  'removed {name}': '{name} を消しました',
  'added {added}': '{added} を加えました',
  'added {added} to {name}': '{name} に {added} を加えました',
  'swapped {name} and {other}': '{name} と {other} を入れ替えました',
  'swapped {name}': '{name} を入れ替えました',
  'resized {name} to {percent} %': '{name} を {percent}% の大きさにしました',
  'brought {name} to the front': '{name} を手前に出しました',
  'moved {name} {where}': '{name} を移動しました: {where}',
  'duplicated {name}': '{name} を複製しました',
  'duplicated {name} {where}': '{name} を複製しました: {where}',
  '{percent} % left': '左へ {percent}%',
  '{percent} % right': '右へ {percent}%',
  '{percent} % up': '上へ {percent}%',
  '{percent} % down': '下へ {percent}%',
  'to {percent} % across': '横 {percent}% の位置へ',
  'to {percent} % down': '縦 {percent}% の位置へ',
  'the model gave no usable answer': 'モデルの答えが使えませんでした',
  '{model} did not stop talking': '{model} の出力が止まりませんでした',
  'Ollama took longer than {seconds} s': 'Ollama が {seconds} 秒以内に答えませんでした',
  'Ollama does not have the model {model} yet; get it with: ollama pull {model}':
    'Ollama にモデル {model} がまだありません。取得: ollama pull {model}',
  'Ollama is busy': 'Ollama が混み合っています',
  'Ollama answered with error {status}': 'Ollama がエラー {status} を返しました',
  'Ollama does not answer at {host}': 'Ollama が {host} で応答しません',
  'Ollama broke off its answer': 'Ollama の答えが途中で切れました',
  '{model} found nothing to do': '{model} はすることを見つけられませんでした',
  'I could not download {model}: {reason}. Check the name and the network of the server, then try again.':
    '{model} をダウンロードできませんでした: {reason}。名前とサーバーのネットワークを確かめて、もう一度試してください。',
  'Your message has {count} characters, at most {most} are read. Say one or two changes at a time.':
    'メッセージは {count} 文字です（上限 {most}）。変更は 1 つか 2 つずつ言ってください。',
  'There is no picture yet to change or look at. Start with "/imagine a cat on a sofa", or drop a photo here.':
    'まだ編集したり見たりする画像がありません。「/imagine a cat on a sofa」で始めるか、写真を送ってください。',
  'I found nothing to change in your message. For example: "replace the cat with a horse", "move the tree left" or "undo".':
    '変えることが見つかりませんでした。例: 「replace the cat with a horse」「move the tree left」「undo」',
  'At your service. Say what to change, for example: "make the cat blue", or "undo".':
    'どういたしまして。変えたいことを言ってください。例: 「make the cat blue」、または「undo」',
  'I found nothing to paint in your message. For example: "a cat and a dog on grass".':
    '描くものが見つかりませんでした。例: 「a cat and a dog on grass」',
  'Shall I add that to this picture, or paint a new one? Say "add {words}" or "/imagine {words}".':
    'この画像に加えますか、それとも新しく描きますか？「add {words}」か「/imagine {words}」と言ってください。',
  'Which object do you mean in "{words}"?': '「{words}」のどの物のことですか？',
  'Which object do you mean in "{words}"? I see {objects}.':
    '「{words}」のどの物のことですか？見えるもの: {objects}',
  'There is no sampler "{name}"; I know {names}.':
    '「{name}」というサンプラーはありません。使えるのは {names} です。',
  '{model} paints only with the sampler {own}, not with {sampler}.':
    '{model} で使えるサンプラーは {own} だけです（{sampler} は使えません）。',
  'That works by steering what the model pays attention to, which I cannot do with {model}. Choose another model, or ask for it in other words.':
    'それにはモデルの注目先を操る必要がありますが、{model} ではできません。別のモデルを選ぶか、別の言い方で頼んでください。',
  'The sampler {sampler} is for models such as {example}, not for {model}.':
    'サンプラー {sampler} は {example} などのモデル用で、{model} には使えません。',
  'That picture is not kept any more. Start again from another one.':
    'その画像はもう保存されていません。別の画像から始めてください。',
  'The disk of this bot takes nothing more: it is full, or it fails. So this could not be kept; nothing that was there is lost. Once there is room, ask again.':
    'ボットのディスクに書き込めません（満杯か故障です）。これは保存できませんでしたが、以前のものは失われていません。空きができたらもう一度頼んでください。',
  'There is nothing to undo yet. Start with /imagine a cat on grass.':
    'まだ元に戻すものがありません。/imagine a cat on grass で始めましょう。',
  'There is nothing before #{number}.': '#{number} より前はありません。',
  'There is nothing to redo.': 'やり直すものがありません。',
  'There is no picture #{number}; there is none in this conversation yet.':
    '画像 #{number} はありません。この会話にはまだ画像がありません。',
  'There is no picture #{number}; there {count|one:is|other:are} {numbers}.':
    '画像 #{number} はありません。{count|other:あるのは} {numbers} です。',
  '#{from} to #{to}': '#{from} から #{to}',
  'I could not tell where {words} is, so the whole picture may have changed.':
    '{words} の場所がわからなかったので、画像全体が変わったかもしれません。',
  'None of the words is in "{prompt}". Ask for words of it.':
    '「{prompt}」にはその言葉がありません。その中の言葉を聞いてください。',
  'Not among the words I painted from: {words}.': '描いたときの言葉にないもの: {words}。',
  'I could not make out where {thing} is, so it may have changed.':
    '{thing} の場所がわからなかったため、変わったかもしれません。',
  'swap {name}': '{name} を入れ替える',
  'I read only English while no language model helps me. For example: "make the cat blue", "replace the cat with a horse".':
    '言語モデルがないため、英語しか読めません。例: 「make the cat blue」「replace the cat with a horse」',
};
