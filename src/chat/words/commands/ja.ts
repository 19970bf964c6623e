import type { CommandTable } from './command-words.ts';

const picture = '画像の番号。省略すると最新の画像';
const seed = '同じシードなら同じ画像';
const size = '幅x高さ（ピクセル）: 512x512';
const steps = '多いほど細かく、時間がかかります';
const guidance = '言葉にどれだけ従うか';

export const ja: CommandTable = {
  imagine: {
    description: '言葉から画像を描きます。',
    options: {
      prompt: '描くもの（英語がおすすめ）: a cat and a dog on grass',
      seed,
      size,
      steps,
      guidance,
      negative: '描いてほしくないもの',
      count: '枚数。シードは 1 つずつ進みます',
      model: '描くモデル。省略時はいつものモデル',
      private: 'あなただけに見えます',
    },
  },
  layout: {
    description: '領域ごとに言葉で描きます: a cat on the left and a house on the right',
    options: {
      prompt: '言葉で書いた領域、または塗った配置の全文',
      regions: '塗った配置の色と言葉（JSON）',
      painting: '塗った配置: 領域ごとに 1 色',
      cross: '言葉がその領域にどれだけ留まるか',
      self: '領域がどれだけまとまるか',
      seed,
    },
  },
  painter: {
    description: 'ブラウザで配置図を描く。あなただけの、一度きりのリンク。',
    options: {
      prompt: '最初の領域を英語で：a cat on the left and a house on the right',
      picture: '始めに使う配置図の画像の番号。なければ最新のもの',
    },
  },
  edit: {
    description: '言ったとおりに画像を変えます。普通の言葉や返信でも同じです。',
    options: {
      instruction: '変えること: replace the cat with a horse and make the dog blue',
      picture: '変える画像の番号。省略すると最新の画像',
      image: '変えたい自分の写真',
      seed,
      mask: '変えてよい所が白い画像',
    },
  },
  redraw: {
    description: '構図を保って、言葉のとおりに画像を描き直します。',
    options: {
      words: '何を見せるか、何を変えるか（英語で）: a tiger on grass',
      picture,
      image: '描き直す自分の写真',
      strength: '元の画像からの遠さ。0.05 はほぼ全部残し、1 は何も残しません',
      guidance,
      louder: 'もっと注目する言葉: tiger, hat',
      preset: '論文の設定。cmu は150ステップ',
      seed,
    },
  },
  reword: {
    description: '構図を保って、変えた言葉から画像を描き直します。写真も使えます。',
    options: {
      to: '新しい言葉: a tiger on grass',
      from: '今何が写っているか。写真には必要: a cat on grass',
      only: 'この言葉の場所だけを変える: cat, tiger',
      picture,
      image: '変える自分の写真',
      cross: '言葉の位置を保つステップの割合、0から1',
      self: '形を保つステップの割合、0から1',
      inversion: '写真のたどり方。null-text は遅く、より正確',
    },
  },
  undo: {
    description: '最後の編集の前の画像に戻ります。',
    options: {
      picture: '編集を取り消す画像の番号。省略すると最新の画像',
      times: '取り消す編集の数',
    },
  },
  redo: { description: '取り消しをやり直します。' },
  goto: { description: '前の画像に移り、そこから続けます。', options: { picture: '画像の番号' } },
  variation: { description: '同じ言葉から、新しいシードで別の画像を描きます。', options: { picture } },
  again: {
    description: '最後の手順をもう一度: 強く、弱く、一部だけ、または別のシードで。',
    options: {
      picture: 'やり直す画像の番号。省略すると最新の画像',
      change: 'どう変えるか',
      only: '編集のこの部分だけを残す: 1 = 最初',
      seed: '同じシードなら同じ画像。省略すると新しいシード',
    },
    choices: { stronger: 'もっと強く', weaker: 'もっと弱く' },
  },
  weights: {
    description: '重みを変えてもう一度描きます。各部分や単語をどれだけ重視するか。',
    options: { weights: '単語と数: cat 1.4, grass 0.6。単独だと一覧を表示', picture },
  },
  upscale: {
    description: '画像を大きくします。detail:yes ならモデルがより細かく描きます。',
    options: {
      picture,
      factor: '縦横何倍か。省略時は 2',
      detail: 'モデルがより細かく描きます。小さな物は変わることがあります',
    },
  },
  pick: {
    description: '質問されたとき、または後から、どれのことかを答えます。',
    options: {
      number: '画像の中の番号',
      which: 'または英語の言葉で: the left one, both',
      question: 'どの質問か。省略すると最新の質問',
    },
  },
  plan: {
    description: '描いている途中の計画を変えます：一部を外す、強く、弱く、または別の言葉で。',
    options: {
      drop: 'この部分を外す：1 = 最初',
      change: 'どれくらい強く効かせるか',
      instruction: '計画全体を別の言葉で、1行に1つ',
      job: 'どの計画か。省略すると最新の計画',
    },
    choices: { stronger: 'もっと強く', weaker: 'もっと弱く' },
  },
  pull: { description: '文を分ける言語モデルがサーバーにないとき、ダウンロードします。' },
  describe: {
    description: '画像に何があるか、言葉をどこで探すかを示します。',
    options: { words: '場所を示す言葉: cat, dog', picture },
  },
  heatmap: {
    description: '言葉ごとにモデルが見る場所を、ヒートマップと数字で示します。',
    options: {
      words: 'プロンプトや変更の言葉: cat, grass',
      picture,
    },
  },
  history: { description: 'この会話の画像を一枚にまとめて見せます。' },
  info: { description: '画像の作り方: シード、モデル、ステップ、時間。', options: { picture } },
  cancel: {
    description: 'ここで描いているものを止めます。',
    options: { job: 'どの作業か。省略するとこの会話の自分の作業すべて' },
  },
  settings: {
    description: 'この会話での自分の設定: シード、サイズ、ステップなど。単独で表示します。',
    options: {
      seed: 'すべての画像に同じシード',
      size,
      steps,
      guidance,
      imageguidance: '編集で元の画像をどれだけ保つか',
      sampler: 'サンプラー: euler_ancestral、euler、ddim など',
      negative: '決して描いてほしくないもの',
      model: '描くモデル。指示に従うモデルなら編集に使います',
      masks: '編集のマスクの作り方',
      method: '物の動かし方：copyは全画素を保ち、palaevは勾配で描き直す',
      clipskip: 'テキストエンコーダーの最後の層をいくつ省くか。他のソフトの「Clip skip 2」はここでは1',
      cross: '言い換え: 言葉の位置を保つステップの割合',
      self: '言い換え: 形を保つステップの割合',
      inversion: '言い換え: 写真のたどり方',
      language: 'どこでもあなたに答える言語',
      everyone: 'ここにいる全員に（管理者）',
      reset: 'モデルの初期設定に戻す',
    },
  },
  server: {
    description: 'このサーバーの決まり: どこで誰のために働くか。単独で表示します。',
    options: {
      channel: 'このチャンネルで働くかどうか',
      role: 'このロールの人だけが使えます。everyone で全員に戻します',
      models: '選べるモデル。名前をコンマで区切る。all ですべて許可',
      maxsteps: '1 枚の画像の最大ステップ数',
      adult: '裸や暴力の言葉を許す場所',
      reset: '決まりをすべてなくす',
    },
    choices: {
      'only here': 'ここだけ',
      'not here': 'ここ以外',
      everywhere: 'どこでも',
      never: '許可しない',
      'age-restricted channels': '年齢制限チャンネルのみ',
      allowed: '許可する',
    },
  },
  privacy: {
    description: '私が持っているあなたのデータを見る、持ち出す、消す。',
    options: { action: '何をするか' },
    choices: { show: '表示', export: '書き出し', delete: '削除' },
  },
  help: { description: '言えることの一覧。' },
};
