import type { Translations } from '../language.ts';

/** What the chat and the commands say. */
export const ja: Translations = {
  'Picture #{number}': '画像 #{number}',
  '#{number} is a photo; there is nothing to do again.': '#{number} は写真なので、やり直すものがありません。',
  'again: {plan}': 'もう一度: {plan}',
  'That edit had {count} {count|one:part|other:parts}; there is no number {number}.':
    'この編集には {count} 個の部分しかありません。番号 {number} はありません。',
  'Only an edit can be stronger or weaker. For another picture of the same words: /variation.':
    '強さを変えられるのは編集だけです。同じ言葉で別の画像を作るには /variation を使ってください。',
  'That is being painted for somebody else; only they can stop it.':
    'これは別の人のために描いています。止められるのはその人だけです。',
  'Nothing is being painted for you right now.': '今、あなたのために描いているものはありません。',
  'Stopped.': '止めました。',
  'Stopped {count} pictures.': '{count} 枚の画像を止めました。',
  'There is no picture to look at yet.': 'まだ見る画像がありません。',
  'Looking at what is in it': '何が写っているか見ています',
  'Looking for {words}': '{words} の場所を探しています',
  'Say what to change in it.': '何を変えるか教えてください。',
  'Say what to change, for example: /edit make the cat blue.':
    '何を変えるか教えてください。例: /edit make the cat blue',
  'There is no picture to change yet.': 'まだ編集する画像がありません。',
  'Say the number of the picture: go back to #2.': '画像の番号を教えてください: go back to #2',
  'Now at {line}': '現在 {line}',
  'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.':
    '絵を描き、言われたところだけを描き直します。すべてこのマシンの中で動きます。',
  'Start: /imagine a cat and a dog on grass, or send a photo.':
    '始め方: /imagine a cat and a dog on grass、または写真を送ってください。',
  'Then say, or reply to any picture: replace the cat with a horse and make the dog blue':
    'そのあと話すか、画像に返信します: replace the cat with a horse and make the dog blue',
  'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?':
    'ほかに: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
  'Nothing has been painted here yet. Start with /imagine a cat on grass.':
    'ここではまだ何も描いていません。/imagine a cat on grass で始めましょう。',
  '({count} older)': '(ほかに古いもの {count} 枚)',
  'Say "go back to #{number}" to work on from there.':
    '「go back to #{number}」と言うと、そこから続けられます。',
  'Contact sheet: {pictures}': '一覧: {pictures}',
  'Go to #{number}': '#{number} へ',
  '← here': '← 現在地',
  '#{number} from #{parent}': '#{number}（#{parent} から）',
  '"{prompt}" ({index} of {count})': '「{prompt}」（{index}/{count}）',
  '{number}, {width} × {height} pixels': '{number}、{width} × {height} ピクセル',
  '{number} from #{parent}, {width} × {height} pixels':
    '{number}（#{parent} から）、{width} × {height} ピクセル',
  'said: {said}': '指示: {said}',
  'shows: {caption}': '内容: {caption}',
  'of the model': 'モデルの既定',
  'model {model}, {method}, sampler {sampler}': 'モデル {model}、{method}、サンプラー {sampler}',
  'seed {seed}, {steps} steps, guidance {guidance}':
    'シード {seed}、ステップ数 {steps}、ガイダンス {guidance}',
  default: '既定',
  'changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}':
    '画像の {share} を変更、マスク {count} 枚、{time}',
  'layout: {regions}': 'レイアウト: {regions}',
  'Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.':
    '何をどこに置くか教えてください: /layout a cat on the left and a house on the right。描いて示すなら /painter。',
  'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.':
    'レイアウトペインターは Web チャットのページですが、ブラウザーからの場所がわかりません。管理者が PUBLIC_URL を設定してください（.env.example を参照）。それまでは言葉でどうぞ: /layout a cat on the left and a house on the right',
  'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.':
    'ブラウザーでレイアウトを描いてください。リンクはあなた専用で、15 分以内に開け、1 回だけ使えます。',
  'Open the painter': 'ペインターを開く',
  'All right, then I change nothing.': 'わかりました。何も変えません。',
  'There is no open question; it may have been answered already.':
    '未回答の質問はありません。もう答えられたのかもしれません。',
  'That question is for the person whose edit it is.': 'この質問は、編集を頼んだ人へのものです。',
  'That is the one I took.': 'それを選びました。',
  'Which one do you mean? Say a number from 1 to {most}.':
    'どれのことですか？ 1 から {most} までの番号を言ってください。',
  'That is painted already, or was stopped. Under the picture you can still change its plan.':
    'もう描き終わったか、止められました。プランは画像の下で変えられます。',
  'That plan is for the person whose edit it is.': 'このプランは、編集を頼んだ人のものです。',
  'Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}':
    '望むプランを 1 行に 1 つずつ書いて、これに返信してください。現在のプラン:\n{plan}',
  'Nothing in this plan can be stronger or weaker.': 'このプランには強さを変えられるものがありません。',
  'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.':
    '削除しました: {conversations} 件の会話の画像 {pictures} 枚、設定、ジョブ、未回答の質問。',
  'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.':
    'あなたについて保存しているのは、{conversations} 件の会話の画像 {pictures} 枚と、あなたの言葉、それぞれの作り方です。何もこのマシンの外に出ません。',
  Export: 'エクスポート',
  'That deletes {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations} for good. Press once more if you mean it.':
    '{conversations} 件の会話にある {pictures} 枚の画像が完全に削除されます。本当によければもう一度押してください。',
  '{method}: its own pixels, no model painted': '{method}: 元の画素のまま。モデルは描いていません',
  'Delete everything': 'すべて削除',
  'No language model is set up: OLLAMA_HOST names no server, so the rules plan.':
    '言語モデルが設定されていません。OLLAMA_HOST にサーバーがないため、ルールで計画します。',
  'Only those who manage this place may download models.': 'モデルをダウンロードできるのは管理者だけです。',
  'Downloading {model}; the rules plan meanwhile.':
    '{model} をダウンロード中です。その間はルールで計画します。',
  waiting: '待機中',
  '✓ {model} is here and plans from now on.': '✓ {model} の準備ができました。これから計画に使います。',
  'Again {line}': 'もう一度 {line}',
  'There are no rules in a direct conversation. Use this on a server.':
    'ダイレクトメッセージにはルールがありません。サーバーで使ってください。',
  'Only somebody who manages this server can see and set its rules.':
    'ルールを見たり設定したりできるのは、サーバーの管理者だけです。',
  'Name the role with @, so that I see which one is meant; I got "{words}".':
    'どのロールかわかるように @ を付けてください。受け取ったのは「{words}」です。',
  'I work: everywhere but {channels}': '動作する場所: {channels} 以外のすべて',
  'I work: everywhere': '動作する場所: すべて',
  'I work: only in {channels}': '動作する場所: {channels} のみ',
  'For: {roles}': '対象: {roles}',
  'For: everybody': '対象: 全員',
  'Steps: as many as I can': 'ステップ数: 制限なし',
  'Steps: at most {steps}': 'ステップ数: 最大 {steps}',
  'Words about naked people and violence: {where}': '裸や暴力に関する言葉: {where}',
  'Only somebody who manages this place can set that for everybody.':
    '全員分の設定を変えられるのは管理者だけです。',
  'You can set: {names}.': '設定できるもの: {names}。',
  'Everything is as the model card says.': 'すべてモデルカードの既定どおりです。',
  'I answer you in {language}.': '{language}で答えます。',
  'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.':
    '変更の例: /settings steps:30 size:512x512。既定に戻す: /settings reset:yes',
  'Moving by copy: the object is cut out and put elsewhere; no other pixel changes.':
    '移動方法 copy: 物を切り抜いて別の場所に置きます。ほかのピクセルは変わりません。',
  'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.':
    'copy-repaintで動かす：copyと同じで、物があった場所の地面をモデルが描き直します。遅め。雲や模様に強く、無地には弱い。',
  'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.':
    '移動方法 palaev: 論文のとおり、勾配で引きながら画像を描き直します。遅く、正確ではありません。言葉から描いた画像だけに使えます。',
  'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.':
    '移動方法 palaev-plus: palaev と同じですが、物の見た目を保ち、元の場所を空けます。遅く、正確ではありません。言葉から描いた画像だけに使えます。',
  'Back at {line}': '{line} に戻りました',
  'The picture this was about is not kept any more.': '対象の画像はもう保存されていません。',
  'Which one? Press a number. ("{said}")': 'どれですか？番号を押してください。（「{said}」）',
  'The picture with numbers: {objects}': '番号付きの画像: {objects}',
  'Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.':
    '問題が起きました（ジョブ {id}）。もう一度試して、続くようなら管理者にこの番号を伝えてください。',
  'That button is not mine, or not from this conversation.':
    'そのボタンは私のものではないか、この会話のものではありません。',
  'Those who manage this place do not want me here. Use me in another channel, or in a direct message.':
    'ここでの利用は管理者に許可されていません。別のチャンネルかダイレクトメッセージで使ってください。',
  'You need another role to use me on this server. Ask those who manage it.':
    'このサーバーで使うには別のロールが必要です。管理者に頼んでください。',
  'On this server a picture takes at most {most} steps; you asked for {steps}.':
    'このサーバーでは 1 枚に最大 {most} ステップです。指定は {steps} でした。',
  'I do not paint "{word}" here; not on this server.': '「{word}」はこのサーバーでは描きません。',
  'I do not paint "{word}" here; only in channels that are marked as age-restricted.':
    '「{word}」はここでは描きません。年齢制限のあるチャンネルだけです。',
  '{kilobytes} kB': '{kilobytes} kB',
  '{megabytes} MB': '{megabytes} MB',
  '{name} is too large to be sent here: it has {size}, the limit is {limit}. Ask for a smaller picture.':
    '{name} は大きすぎてここでは送れません（{size}、上限 {limit}）。もっと小さい画像にしてください。',
  '{count} × {object}': '{object} × {count}',
  'an {object}': '{object}',
  'a {object}': '{object}',
  'I see {objects}.': '見えるもの: {objects}',
  'Where I look for {words}: the more orange, the more closely.':
    '{words} を探している場所: オレンジが濃いほどよく見ています。',
  'I recognise nothing in this picture.': 'この画像では何も認識できません。',
  'Picture #{number}, the more orange the more I look there for "{word}"':
    '画像 #{number}。オレンジが濃いほど「{word}」をそこで探しています',
  'Download {model}': '{model} をダウンロード',
  'Planned anew: {line}': '計画し直しました: {line}',
  'Cancelled: {line}': 'キャンセルしました: {line}',
  'loading the model': 'モデルを読み込み中',
  'reading the words': '言葉を読んでいます',
  'looking at the picture': '画像を見ています',
  painting: '描いています',
  finishing: '仕上げています',
  'looking for objects': '物を探しています',
  'waiting, next in line': '待機中、次の番です',
  'waiting, {position} in line': '待機中、{position} 番目',
  'step {step} of {count}': 'ステップ {step}/{count}',
  'Preview, {label}': 'プレビュー、{label}',
  'Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.':
    'レイアウトの各領域には色（#rrggbb）と言葉が必要です。領域は最大 12 個です。',
  'Nothing is painted in the colour of "{words}".': '「{words}」の色では何も描かれていません。',
  'The painting has {colours} colours for {phrases} phrases.':
    '絵には {colours} 色ありますが、言葉は {phrases} 個です。',
  'That link is not mine. Ask for a new one: /painter.':
    'そのリンクは私のものではありません。新しいリンク: /painter',
  'That link is too old. Ask for a new one: /painter.': 'そのリンクは期限切れです。新しいリンク: /painter',
  'That link was used before. Ask for a new one: /painter.':
    'そのリンクは使用済みです。新しいリンク: /painter',
  'Edit…': '編集…',
  'Edit #{number}': '#{number} を編集',
  'Edit the plan': 'プランを編集',
  'The plan of #{number}': '#{number} のプラン',
  'One part a line, done on #{number}': '1 行に 1 つ、#{number} に適用',
  '{seconds} s': '{seconds} 秒',
  '{minutes} min {seconds} s': '{minutes} 分 {seconds} 秒',
  'less than 1 %': '1% 未満',
  '{percent} %': '{percent}%',
  'your picture': 'あなたの画像',
  'seed {seed}': 'シード {seed}',
  'changed {share} of the picture': '画像の {share} を変更',
  'Mask: where I looked for "{instruction}"': 'マスク: 「{instruction}」を探した場所',
  'Mask: where I looked for "{instruction}", {share} of the picture':
    'マスク: 「{instruction}」を探した場所、画像の {share}',
  Undo: '元に戻す',
  Variation: 'バリエーション',
  Stronger: '強く',
  Weaker: '弱く',
  Redo: 'やり直す',
  Info: '情報',
  'A size is width x height, each a multiple of {multiple} up to {largest}, for example 512x512; I got "{words}".':
    'サイズは幅x高さで、それぞれ {multiple} の倍数、最大 {largest} です（例: 512x512）。受け取ったのは「{words}」です。',
  'at the top left': '左上',
  'at the top': '上',
  'at the top right': '右上',
  'on the left': '左',
  'in the middle': '中央',
  'on the right': '右',
  'at the bottom left': '左下',
  'at the bottom': '下',
  'at the bottom right': '右下',
  '{line} — planned by {planner}': '{line} — 計画: {planner}',
  '{line} — planned by {planner}, because {reason}': '{line} — 計画: {planner}（理由: {reason}）',
  'There is no picture here yet. Paint one first, for example /imagine a cat and a dog on grass, or send a photo.':
    'ここにはまだ画像がありません。まず描くか（例: /imagine a cat and a dog on grass）、写真を送ってください。',
  'Say one number, or "all": things are moved one by one.':
    '番号を 1 つか「all」と言ってください。物は 1 つずつ動かします。',
  'That was a lot at once. Give me {seconds} s, then go on.':
    '一度に多すぎます。{seconds} 秒待ってから続けてください。',
  'Without {number}': '{number} なしで',
  'In other words…': '言い換える…',
  'The plan': 'プラン',
  'One part a line': '1 行に 1 つ',
  'There is nothing in that message. Say what to change, for example: make the cat blue.':
    'メッセージが空です。何を変えるか教えてください。例: make the cat blue',
  'That has {count} characters; I read up to {most}. Say it shorter.':
    '{count} 文字あります。読めるのは {most} 文字までです。短くしてください。',
  '/{command} needs "{option}", for example: /{command} {example}':
    '/{command} には「{option}」が必要です。例: /{command} {example}',
  'There is no command /{typed}. Did you mean /{near}? /help lists what there is.':
    '/{typed} というコマンドはありません。/{near} のことですか？ /help で一覧を見られます。',
  'There is no command /{typed}. /help lists what there is.':
    '/{typed} というコマンドはありません。/help で一覧を見られます。',
  '/{command} has no option --{typed}. It has {names}.':
    '/{command} に --{typed} というオプションはありません。使えるのは {names} です。',
  '/{command} has no option --{typed}. It has none.':
    '/{command} に --{typed} というオプションはありません。オプションはありません。',
  nothing: '何もなし',
  '/{command} does not know what to do with "{words}".': '/{command} では「{words}」の意味がわかりません。',
  words: '言葉',
  'a whole number': '整数',
  'a number': '数',
  'yes or no': 'はい (yes) か いいえ (no)',
  'a picture': '画像',
  'from {least}': '{least} 以上',
  'up to {most}': '{most} まで',
  '/{command}: "{option}" takes {expected}; I got {got}.':
    '/{command}: 「{option}」には {expected} を指定します。受け取ったのは {got} です。',
  'one of {choices}': '{choices} のどれか',
  'Nothing came out differently. Say it in other words, or try "stronger".':
    '何も変わりませんでした。言い方を変えるか、「stronger」を試してください。',
  '{change} ({where})': '{change}（{where}）',
  'Changed: {changes}.': '変更: {changes}',
  'Kept as it was: {things}.': 'そのまま: {things}',
  '{word}: {share} % of the attention, most {x} % across and {y} % down; the warm part is {area} % of the picture, from {left} to {right} % across and {top} to {bottom} % down.':
    '{word}: 注目の {share} %。最も強いのは左から {x} %、上から {y} % の所。温かい部分は画像の {area} %、横 {left}〜{right} %、縦 {top}〜{bottom} % です。',
  'There is no picture to draw again yet. Paint or send one first.':
    '描き直す画像がまだありません。先に描くか送ってください。',
  'There is no picture to reword yet. Paint or send one first.':
    '言い換える画像がまだありません。先に描くか送ってください。',
  'To be seen: {objects}': '写っている物: {objects}',
  '• {object} {where}, {share} of the picture': '• {object}、{where}、画像の {share}',
  'Changed: {changes}': '変更: {changes}',
};
