"""The things of version 2: word, icon of Fluent Emoji, height in meters on the scale of toys, zone, synonyms.

zone: g ground, s sky, w water surface or ground, u under water or ground/sky (swims), t table/small thing on ground, f far (big, stands at the horizon), p person"""

T = """
woman|woman|1.7|p|lady,mother,mom
man|man|1.8|p|guy,father,dad,gentleman
girl|girl|1.3|p|daughter,schoolgirl
boy|boy|1.3|p|kid,child,son
baby|baby|.8|p|infant,toddler
grandma|old-woman|1.6|p|grandmother,granny
grandpa|old-man|1.7|p|grandfather,old man
princess|princess|1.6|p|queen
prince|prince|1.7|p|king
wizard|man-mage|1.8|p|mage,sorcerer,magician
witch|woman-mage|1.7|p|sorceress
knight|guard|1.8|p|guard,soldier,warrior
astronaut|astronaut|1.8|p|spaceman,cosmonaut
ninja|ninja|1.7|p|samurai
detective|detective|1.8|p|spy
superhero|man-superhero|1.8|p|hero
vampire|man-vampire|1.8|p|dracula
zombie|man-zombie|1.8|p|
elf|woman-elf|1.6|p|
mermaid|woman-merpeople|1.5|u|
fairy|woman-fairy|1.2|s|pixie
santa|santa-claus|1.8|p|santa claus,father christmas
cook|man-cook|1.8|p|chef
doctor|woman-health-worker|1.7|p|nurse
farmer|man-farmer|1.8|p|cowboy
pilot|man-pilot|1.8|p|captain
policeman|police-officer|1.8|p|police officer,cop
firefighter|firefighter|1.8|p|fireman
clown|clown-face|1.2|p|joker
dancer|woman-dancing|1.7|g|ballerina
angel|baby-angel|1.1|p|cherub
skull|skull|.9|t|skeleton
cat|cat|.9|g|kitten,kitty
dog|dog|1.0|g|puppy,doggy,hound
horse|horse|2.0|g|pony,stallion
cow|cow|1.8|g|bull
pig|pig|1.1|g|piggy
sheep|ewe|1.2|g|lamb
goat|goat|1.2|g|
rabbit|rabbit|.7|g|bunny,hare
mouse|mouse|.5|t|rat
hamster|hamster|.6|t|guinea pig
fox|fox|1.0|g|
wolf|wolf|1.1|g|
bear|bear|1.4|g|grizzly
panda|panda|1.4|g|
koala|koala|1.1|g|
lion|lion|1.4|g|
tiger|tiger|1.5|g|
leopard|leopard|1.4|g|cheetah,jaguar
monkey|monkey|1.2|g|ape,chimpanzee
gorilla|gorilla|1.8|g|
elephant|elephant|2.8|g|
giraffe|giraffe|3.2|g|
zebra|zebra|1.9|g|
hippo|hippopotamus|1.9|g|hippopotamus
rhino|rhinoceros|2.0|g|rhinoceros
camel|camel|2.2|g|dromedary
deer|deer|1.9|g|stag,reindeer,moose
kangaroo|kangaroo|1.6|g|
hedgehog|hedgehog|.6|t|porcupine
squirrel|chipmunk|.7|t|chipmunk
bat|bat|.8|s|
bird|bird|.7|t|sparrow,songbird
eagle|eagle|1.2|s|hawk,falcon
owl|owl|.8|t|
parrot|parrot|.8|t|
duck|duck|.8|w|duckling,mallard
swan|swan|1.2|w|goose
chicken|chicken|.8|t|hen
rooster|rooster|1.0|g|cock
chick|front-facing-baby-chick|.5|t|
penguin|penguin|1.1|g|
peacock|peacock|1.3|g|
flamingo|flamingo|1.5|g|
turtle|turtle|.8|u|tortoise
frog|frog|.7|t|toad
snake|snake|.9|g|serpent,cobra
crocodile|crocodile|1.0|g|alligator
dinosaur|t-rex|3.2|g|t-rex,tyrannosaurus
brontosaurus|sauropod|3.4|g|sauropod,diplodocus
fish|tropical-fish|.8|u|goldfish
shark|shark|1.6|u|
dolphin|dolphin|1.5|u|
whale|spouting-whale|2.4|u|
octopus|octopus|1.2|u|squid
crab|crab|.6|t|lobster
snail|snail|.5|t|slug
butterfly|butterfly|.7|s|moth
bee|honeybee|.6|s|wasp
ladybug|lady-beetle|.5|t|beetle
spider|spider|.7|t|
dragon|dragon|3.0|g|
unicorn|unicorn|2.0|g|pegasus
ghost|ghost|1.4|s|spirit,phantom
alien|alien|1.3|p|martian
monster|ogre|1.6|p|ogre,troll
robot|robot|1.5|p|android,droid
ufo|flying-saucer|1.5|s|flying saucer
car|automobile|1.7|g|automobile,vehicle
taxi|taxi|1.7|g|cab
police car|police-car|1.7|g|
sports car|racing-car|1.3|g|race car,racing car,ferrari
bus|bus|2.6|g|coach
truck|delivery-truck|2.5|g|lorry,van
fire truck|fire-engine|2.5|g|fire engine
ambulance|ambulance|2.4|g|
tractor|tractor|2.2|g|
bicycle|bicycle|1.4|g|bike,cycle
motorcycle|motorcycle|1.5|g|motorbike
scooter|motor-scooter|1.5|g|moped
train|locomotive|2.8|g|locomotive,steam engine
airplane|airplane|2.6|s|plane,jet,aeroplane
helicopter|helicopter|2.2|s|
rocket|rocket|3.0|s|spaceship,spacecraft,starship
boat|sailboat|2.4|w|sailboat,yacht
ship|ship|3.0|w|cruise ship,pirate ship,vessel
canoe|canoe|1.0|w|kayak
house|house|3.6|f|home,cottage,cabin
hut|hut|3.0|f|shack
castle|castle|5.0|f|palace,fortress
church|church|4.4|f|cathedral,chapel
mosque|mosque|4.4|f|
temple|classical-building|4.2|f|museum,bank
tower|tokyo-tower|6.0|f|eiffel tower
skyscraper|office-building|5.6|f|building,office
factory|factory|4.4|f|
school|school|4.2|f|
statue|statue-of-liberty|4.6|f|monument
tent|tent|2.0|g|camp
fountain|fountain|2.4|g|
mountain|snow-capped-mountain|7.0|f|hill,peak,everest
volcano|volcano|6.5|f|
tree|deciduous-tree|3.6|g|oak
pine|evergreen-tree|3.8|g|fir,spruce,pine tree
palm tree|palm-tree|3.8|g|palm
christmas tree|christmas-tree|3.0|g|
cactus|cactus|1.8|g|
flower|hibiscus|.9|t|blossom
rose|rose|1.1|t|
sunflower|sunflower|1.3|g|
tulip|tulip|1.1|t|
mushroom|mushroom|.8|t|toadstool
leaf|maple-leaf|.6|t|
sun|sun|1.8|s|
moon|full-moon|1.6|s|
crescent|crescent-moon|1.6|s|crescent moon
planet|ringed-planet|2.0|s|saturn
earth|globe-showing-europe-africa|2.0|s|globe,world
star|star|1.1|s|
cloud|cloud|1.8|s|
rainbow|rainbow|3.0|s|
lightning|high-voltage|1.6|s|thunderbolt,bolt
fire|fire|1.2|t|flame,campfire
snowflake|snowflake|.9|s|
snowman|snowman|1.6|g|
apple|red-apple|.5|t|
green apple|green-apple|.5|t|
banana|banana|.6|t|
orange|tangerine|.5|t|tangerine,mandarin
lemon|lemon|.5|t|
strawberry|strawberry|.5|t|
cherry|cherries|.5|t|cherries
grapes|grapes|.6|t|
watermelon|watermelon|.6|t|
pineapple|pineapple|.8|t|
pear|pear|.5|t|
carrot|carrot|.6|t|
tomato|tomato|.5|t|
pumpkin|jack-o-lantern|.9|t|jack-o-lantern
bread|bread|.5|t|loaf,toast
cheese|cheese-wedge|.5|t|
pizza|pizza|.7|t|
burger|hamburger|.6|t|hamburger,cheeseburger
fries|french-fries|.6|t|french fries,chips
hot dog|hot-dog|.5|t|sausage
spaghetti|spaghetti|.6|t|pasta,noodles
sushi|sushi|.5|t|
salad|green-salad|.5|t|bowl
egg|egg|.5|t|
cake|birthday-cake|.8|t|birthday cake
cupcake|cupcake|.6|t|muffin
donut|doughnut|.5|t|doughnut
cookie|cookie|.5|t|biscuit
ice cream|soft-ice-cream|.7|t|
chocolate|chocolate-bar|.5|t|
coffee|hot-beverage|.5|t|tea,cup,mug,coffee cup
beer|beer-mug|.6|t|
wine|wine-glass|.7|t|glass
cocktail|tropical-drink|.7|t|juice,drink
teapot|teapot|.6|t|kettle
ball|soccer-ball|.6|t|football,soccer ball
basketball|basketball|.6|t|
balloon|balloon|1.0|s|
kite|kite|1.2|s|
teddy bear|teddy-bear|.9|t|toy,teddy
gift|wrapped-gift|.7|t|present,box
guitar|guitar|1.1|t|
piano|musical-keyboard|.6|t|keyboard
drum|drum|.7|t|
trumpet|trumpet|.7|t|
violin|violin|.9|t|
book|open-book|.5|t|
clock|alarm-clock|.6|t|alarm clock
lamp|light-bulb|.7|t|light bulb,lightbulb
candle|candle|.7|t|
chair|chair|1.1|g|seat
sofa|couch-and-lamp|1.4|g|couch
bed|bed|1.2|g|
television|television|.9|t|tv
computer|laptop|.8|t|laptop
phone|mobile-phone|.5|t|smartphone
camera|camera|.6|t|
key|old-key|.5|t|
sword|dagger|1.0|t|dagger,knife
shield|shield|.9|t|
umbrella|umbrella|1.2|g|parasol
backpack|backpack|.8|t|bag
heart|red-heart|.8|s|love
diamond|gem-stone|.6|t|gem,jewel,crystal
ring|ring|.5|t|
treasure|money-bag|.7|t|money bag
trophy|trophy|.8|t|prize
skateboard|skateboard|.5|t|
crown|crown|.5|h|
top hat|top-hat|.5|h|hat
cap|billed-cap|.5|h|baseball cap
glasses|glasses|.4|e|spectacles
sunglasses|sunglasses|.4|e|
"""
THINGS = {}
for _l in T.strip().split("\n"):
    w, icon, size, zone, syn = _l.split("|")
    THINGS[w] = dict(icon=icon.rstrip("*"), size=float(size), zone=zone, synonyms=[s for s in syn.split(",") if s])
