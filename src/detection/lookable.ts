/** Regions, surroundings and parts: a detector of things is not asked for them, so it cannot say they are missing. */
const REGIONS = `
  background foreground scene picture image photo photograph painting drawing everything all rest whole view colour
  color colours colors light lighting shadow shadows reflection weather sky cloud clouds sun moon horizon sunset
  ground floor grass meadow field lawn snow sand beach desert sea ocean water river lake road street path wall ceiling
  room night day forest mountain mountains landscape space air fog mist rain smoke fire outline border frame corner
  edge top bottom left right middle center centre side front back text word letter title style mood
`;
const PARTS = `
  eye eyes ear ears nose mouth face head hair fur skin tail wing wings beak leg legs foot paw paws arm arms hand hands
  body neck belly tooth feather feathers fin fins shell horn trunk whisker roof door window windows chimney wheel
  wheels tire tyre sail mast flag string handle leaf leaves trunk branch petal petals stem seed core peel icing
  candle button buttons scarf carrot hat shirt dress coat jacket shoe shoes glasses clothes spots stripes pattern
`;
/** Words for many kinds of things, and words that stand for others. */
const KINDS = `
  animal animals pet pets creature creatures thing things object objects item items stuff figure figures character
  characters vehicle vehicles toy toys fruit fruits food plant plants building buildings subject it this that them they
  he she one ones other others both something anything nothing
`;
const NOT_A_THING = new Set(`${REGIONS} ${PARTS} ${KINDS}`.trim().split(/\s+/u));

/** False for words that are no thing with a place of its own: "sky", "eyes", "background". */
export const isLookable = (noun: string): boolean => noun !== '' && !NOT_A_THING.has(noun);

/** What is asked for in "what is in it?" where nobody says which words there are: the 80 things of COCO. */
export const COMMON_THINGS: readonly string[] = `
  person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,
  bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,
  snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,
  knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,
  dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,
  vase,scissors,teddy bear,hair drier,toothbrush
`
  .split(',')
  .map((name) => name.trim());
