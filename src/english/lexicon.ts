/** Words the rules know. Lists, no machinery. */
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s*[,\n]\s*/));

/** An alternation for a regular expression, longest first so that "light blue" wins over "light". */
export const anyOf = (list: Iterable<string>): string =>
  [...list].sort((left, right) => right.length - left.length).join('|');

export const COLOURS =
  words(`red, orange, yellow, green, blue, purple, pink, brown, black, white, grey, gray, violet,
  turquoise, cyan, magenta, beige, gold, golden, silver, teal, maroon, navy, crimson, scarlet, lavender, lilac, olive,
  peach, ivory, cream, khaki, indigo, bronze, copper, ginger, rainbow, multicolored, multicoloured, colorful,
  colourful, reddish, bluish, greenish, yellowish, mint, coral, salmon, amber, emerald, ruby, aqua, fuchsia, mauve,
  burgundy, tan, charcoal, redder, bluer, greener, yellower, pinker, whiter, blacker, browner, blonde, blond`);

export const SHADES =
  words(`dark, darker, light, lighter, bright, brighter, pale, paler, deep, deeper, neon, pastel, hot,
  sky, navy, royal, baby, forest, lime, blood, rose, metallic, matte, shiny, vivid, solid, pure, all, fully, completely,
  entirely, totally, more, less, very, much, slightly, a bit, a little, even, really, kind of, sort of, a lot, too`);

/** What makes a thing of another kind than its colour; needed to cut "make the dog happy" and to keep NPs together. */
export const QUALITIES =
  words(`happy, sad, angry, old, young, new, wet, dry, dirty, clean, fluffy, furry, smooth, shiny,
  rusty, wooden, golden, metallic, transparent, invisible, broken, open, closed, empty, full, sleepy, asleep, awake,
  scary, cute, funny, silly, friendly, evil, angrier, happier, sadder, cuter, older, younger, fat, fatter, round,
  square, striped, spotted, dotted, plaid, checkered, furrier, fluffier, shinier, dirtier, cleaner, wavy, curly, straight,
  long, short, tall, wide, thin, slim, fat, muscular, bald, hairy, naked, dressed, frozen, burning, glowing, smiling,
  laughing, crying, sleeping, running, jumping, flying, sitting, standing, dancing, realistic, blurry, sharp, sharper,
  blurrier, soft, softer, hard, warm, warmer, cold, colder, cool, cooler, dramatic, spooky, cozy, cosy, dreamy, magical,
  beautiful, pretty, prettier, ugly, nicer, fancy, elegant, rich, poor, modern, ancient, vintage, futuristic, medieval,
  rotten, ripe, fresh, juicy, delicious, lush, blooming, leafy, bare, snowy, stormy, cloudy, sunny, foggy, rainy,
  darker, brighter, lighter, paler, dark, bright, light, visible, prominent, detailed, colorful, colourful, vibrant`);

export const TIMES =
  words(`night, nighttime, night time, day, daytime, day time, daylight, morning, evening, afternoon,
  dusk, dawn, noon, midday, midnight, sunset, sunrise, twilight, golden hour, blue hour, winter, summer, spring, autumn,
  fall, christmas, halloween, easter, wintertime, summertime, moonlight, starry night, rush hour`);

export const WEATHER =
  words(`rain, rainy, raining, snow, snowy, snowing, fog, foggy, mist, misty, storm, stormy,
  thunderstorm, sunny, sunshine, cloudy, overcast, windy, hail, lightning, a storm, blizzard, sandstorm, heavy rain,
  pouring rain, wintry, snowfall, haze, hazy, gloomy`);

export const PLACES =
  words(`beach, desert, forest, jungle, city, street, road, highway, room, kitchen, bedroom, bathroom,
  living room, classroom, office, meadow, grass, lawn, field, mountains, mountain, hills, space, outer space, moon, mars,
  ocean, sea, underwater, lake, river, island, park, garden, farm, village, studio, stage, market, cave, volcano, swamp,
  castle, church, cathedral, museum, library, school, hospital, restaurant, cafe, bar, pub, stadium, playground, pool,
  swimming pool, savanna, savannah, tundra, arctic, antarctica, rainforest, canyon, valley, waterfall, harbor, harbour,
  subway, train station, airport, supermarket, gym, dungeon, throne room, spaceship, clouds, heaven, hell, paris, london,
  tokyo, new york, venice, rome, egypt, japan, hawaii, countryside, woods, barn, backyard, pavement, ice, snow, sky,
  wheat field, flower field, home, night sky, graveyard, haunted house, skyline, tropical island, tropical beach`);

export const STYLES =
  words(`painting, oil painting, watercolor, watercolour, watercolor painting, watercolour painting,
  sketch, pencil sketch, pencil drawing, drawing, cartoon, anime, manga, comic, comic book, pixel art, photo, photograph,
  photorealistic, realistic, hyperrealistic, 3d render, render, claymation, clay, lego, origami, mosaic, stained glass,
  impressionist, impressionism, cubist, cubism, van gogh, picasso, monet, rembrandt, dali, banksy, warhol, hokusai,
  ukiyo-e, art deco, art nouveau, pop art, minimalist, minimalism, low poly, line art, charcoal, charcoal drawing,
  crayon drawing, child's drawing, childs drawing, noir, film noir, sepia, black and white, black & white, b&w, bw,
  grayscale, greyscale, monochrome, vintage, retro, cyberpunk, steampunk, vaporwave, fantasy, surreal, abstract,
  cinematic, hdr, vector art, flat design, sticker, poster, ghibli, studio ghibli, pixar, disney, simpsons, polaroid,
  old photo, old photograph, blueprint, woodcut, engraving, graffiti, fresco, embroidery, tapestry, felt, paper cut,
  papercut, neon, comic strip, storybook illustration, illustration, movie poster, postcard, fairy tale,
  still, movie still, film still, screenshot, album cover, book cover, magazine cover, western, stained glass window, stamp, tattoo,
  doodle, gouache, pastel, fresco, snow globe, video game, marble statue, wood carving, plush toy, hologram, lithograph`);

/** Looks of a whole picture that come as a bare adjective. */
export const MOODS =
  words(`darker, brighter, lighter, warmer, cooler, colder, sharper, softer, blurrier, blurry, moody, moodier,
  colorful, colourful, vibrant, saturated, desaturated, dramatic, spooky, spookier, calmer, older, newer, busier, emptier, richer, scary, scarier, cozy, cosy, cozier,
  dreamy, dreamier, magical, realistic, detailed, beautiful, prettier, nicer, cuter, funnier, gloomy, gloomier, vivid,
  cheerful, happier, sadder, festive, romantic, mysterious, epic, atmospheric, crisp, clean, cleaner, modern, futuristic,
  dark, bright, warm, cool, soft, sharp, simple, simpler, contrasty, faded, muted, hazy, sunny, sunnier, cloudier, wintry`);

/** Two-word things whose first word is part of the name. */
export const COMPOUNDS =
  words(`ice cream, hot dog, teddy bear, polar bear, traffic light, street light, street lamp, stop sign,
  fire truck, fire hydrant, fire engine, soccer ball, tennis ball, tennis racket, baseball bat, baseball cap, wine glass,
  coffee cup, coffee table, tea cup, palm tree, christmas tree, apple tree, potted plant, dining table, cell phone,
  mobile phone, hair dryer, school bus, sports car, race car, police car, police officer, hot air balloon, sea lion,
  guinea pig, sun glasses, top hat, cowboy hat, party hat, santa hat, straw hat, bow tie, birthday cake, witch hat, light bulb,
  rubber duck, picture frame, garden gnome, window frame, swimming pool, rocking chair, parking meter, bald eagle`);

/** Words that name the whole picture. */
export const WHOLE =
  words(`picture, image, photo, photograph, pic, scene, everything, whole thing, whole picture, whole image,
  whole scene, whole photo, entire picture, entire image, entire scene, all, drawing, artwork, composition, entire photo, shot`);

/** The bot's own machinery and other people's things: never an object to edit. */
export const MACHINERY =
  words(`session, sessions, database, databases, file, files, folder, folders, directory, token, tokens,
  password, passwords, secret, secrets, api key, api keys, key, keys of, system prompt, system, server, servers, instructions,
  instruction, prompt rules, rules, user, users, account, accounts, environment variable, environment variables, env,
  config, configuration, settings, logs, log file, log files, history of other users, memory, admin, administrator, root,
  credentials, ssh key, private key, queue, queues, jobs, all jobs, table users, tables, source code, code, json, schema,
  conversation, conversations, channel, channels, guild, permissions, messages, message, webhook, webhooks, bot, data, chat,
  chats, developer mode, restrictions, filters, filter, safety, guidelines, limits, quota, hard drive, disk, process, shell,
  command, commands, role, roles, backups, store, cookies, email, emails, url, link, http, https, script, your prompt`);

/** Words that build sentences and never stand inside the name of a thing. */
export const FUNCTION_WORDS = new Set(
  `from i you u he she it we they me him us them is are was were be been being am do does did don't doesn't didn't have has
  had can can't could couldn't should shouldn't would wouldn't will won't must might may shall to into onto in on at off
  up down out with without by for as if so than then but not no nope yes very too please pls how what why when who where which
  there here just only even again maybe also now instead make makes made making put puts turn turns remove delete
  replace add give move want wants need needs like likes love let let's get gets become becomes look looks looking
  seem seems because since while wearing holding carrying having until through towards toward about against between
  behind above below under over next beside near around across along upon inside within during less more much really
  kinda kind-of should've gonna wanna that'd its' think know see say says tell show ask rather except anymore swap
  erase resize recolor recolour change paint dye go goes went come comes came cut -> = + & : everything anything something nothing everyone someone anyone nobody more this's that's it's`
    .split(/\s+/)
    .filter(Boolean),
);

/** Parts of the picture that are no things. */
export const AREAS = new Set(
  `left, right, top, bottom, middle, center, centre, background, foreground, back, front, distance, far, upper, lower,
  picture, image, photo, scene, pic, corner, edge, air`.split(/,\s*/),
);

/** What things do: "make the cat …". */
export const DOINGS = new Set(
  `glow smile laugh cry sleep sit stand jump run fly swim dance walk eat drink sing look wave face lie hold wear open
  close say says dream think drive ride float fall burn melt explode bark meow roar kiss hug fight chase carry throw
  catch kick read write play cook work yawn wink blink hide climb crawl roll spin turn lean bow kneel stretch stare
  point frown scream shout talk whisper pray surf ski skate go come grow shine sparkle breathe bloom swing leap rest
  relax cuddle lick bite howl sneeze cheer clap shrug nod grin pose gallop hop wag growl blush sink rise yell snore surrender blow bounce sway wiggle shake tremble drown argue salute bark`.split(
    /\s+/,
  ),
);

/** What a thing may be made of. */
export const MATERIALS = new Set(
  `chocolate wood stone gold silver glass metal ice marble brick bricks leather silk plastic paper concrete steel wool
  velvet denim cardboard clay bronze copper diamond crystal cotton fur straw rubber jelly candy lego sand snow fire
  bamboo porcelain ceramic neon plaid tartan camouflage bald`.split(/\s+/),
);

/** What one does to a thing that changes its looks and has no other name: "open the window". */
export const DEEDS = new Set(
  `open close light cover fill decorate wrap fold bend break burn melt freeze dry polish shave wash trim shorten
  lengthen widen fix repair clean straighten whiten smooth dim illuminate highlight outline simplify improve restore
  retouch round flatten stretch set dress undress age shut tie untie tilt blur darken brighten lighten sharpen soften
  desaturate enhance fade pixelate censor spray cut slice peel crack pop smash shatter frame shade iron comb style
  light_up turn_on turn_off turn_around switch_on switch_off blow_out put_out tidy split unlock extinguish inflate
  deflate bake cook roast water grow bury soak wet mend blacken redden stain tint braid ripen ruffle spin crumple
  rejuvenate arrange bandage bathe bleach blindfold blossom brush bundle burst butter carve chop clothe coat collapse
  conceal crash crown crumble crush curl curve damage deform demolish destroy dip dirty divide drown dust embellish empty
  enclose explode expose festoon flood fluff fog foam frost furnish garnish gild glaze groom hatch heal heat humanize ignite
  isolate knit knot lace lock loosen mask modernize modernise muddy mummify mutate oil ornament overgrow pack paper pave
  pierce plate plump powder press puff quilt rebuild redecorate redesign refurbish renovate reshape restyle ruin rust
  scorch scratch scrub sculpt seal sew shake shape shear shred sink slim smear smudge soften spill splash sprinkle squash
  squeeze steam stiffen strengthen string stuff submerge swell tan tatter tear texture thaw thicken thin tighten twist uncover
  unfold upgrade vandalize varnish wake wake_up warm warp weather weaken whittle wilt wither wrinkle zip feed ride pet hug
  fatten beautify uglify armor arm bless modify customize accessorize cloak drape bedazzle`.split(/\s+/),
);

/** Verbs that begin an order by themselves. */
export const VERBS = new Set(
  `make replace remove delete erase add put move change turn give swap convert transform recolor recolour colorize
  duplicate clone enlarge shrink resize scale rotate flip mirror blur sharpen brighten darken lighten insert attach
  exchange substitute get take bring let have keep leave undo redo draw paint dye shift push pull drag slide nudge
  lift raise lower center centre eliminate hide wipe set render write crop show morph drop hang stick dress cover
  increase decrease reduce don't do repeat copy open close light fill tint enhance lose yeet nuke rid scoot switch
  trade use ditch kill isolate print plant go zoom animate send post`.split(/\s+/),
);
/** Verbs that are nouns or adjectives as often: only before "the", "a", "it" … do they begin an order. */
export const SHY_VERBS = new Set(
  `color colour light water cover place frame park plant swap dress fire box string book ship set cut open close fill
  copy show lower drop hang stick let have get take keep leave center centre paint mirror crop blur shift scale lift do
  fix repair clean straighten whiten smooth trim shorten lengthen widen decorate wrap fold bend break burn melt freeze
  dry polish shave wash build throw feed dim illuminate highlight outline simplify improve restore repaint redraw
  retouch edit modify alter adjust dye fade soften round flatten stretch tilt spin use kill lose trade switch print post
  go send`.split(/\s+/),
);
