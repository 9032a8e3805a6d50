"""What people say to ask for something, and not of what it is about."""

from focqa.lexical import tokens

# How people ask for a text and count in it.
ASKING = frozenset(
    tokens(
        "commit undertake foresee intend propose say says wording word words text read quote write written exact exactly full verbatim title name named call "
        "called mean summarise summary short brief line bullet table copy paste point right correct true really also "
        "mix up remember think sure compare side look find set put different list listed part whole work do want need "
        "ask promise handle move body bodies under below between first second third fourth fifth last final next then "
        "now just only itself one two three four five six seven eight nine ten eleven twelve overview above front minus "
        "may like all see let hand fetch display print get got minute wish reference keep across behind both year years "
        "either each without except but apart leave number numbered no yes end ends start begin after before earlier "
        "later down long enough note notes stand stands aim kind kindly heading section paragraph chapter letter roman "
        "prepare briefing page back other out same again add gather something some any directly immediately straight "
        "headline headlines pls plz stop paper papers quick quickly deal deals dealing top "
        "code codes plus wanted table index outline line lines row rows spreadsheet sheet homework handout mail email desk minutes "
        "precede follow half middle pull bring thanks possible hello dear result outcome against come comes"
    )
)
# And what any activity is said to be or do.
OF_ANY_ACTIVITY = ASKING | frozenset(
    tokens(
        "activity activities action actions points item items step steps lists show give tell plan planned foresee "
        "foreseen undertake commit propose intend intended implement carry conduct pursue achieve support make take "
        "include build develop contain hold have run continue finish agree adopt decide envisage schedule announce lay "
        "describe present government united states netherlands dutch american goal objective every time thing "
        "everything anything someone somebody anyone use main various several individual concrete specific actual exist "
        "total count altogether together over please people help know programme new good well better best go numbers "
        "lettered complete entire rest further more most order relevant belong consist meant concern involve relate "
        "member membership foc coalition country countries simple english not"
    )
)
