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
