"""French words that say nothing about a practice, without accents, for ``affinity``.

scikit-learn ships no French list, and warns that its English one was badly made (Nothman, Qin and
Yurchak 2018). This one is ours: grammar, then the words that every offer and every project holds.
"""

from __future__ import annotations

# A paragraph reads better than 300 quoted words, hence the two SIM905.
_GRAMMAR = """
a afin ai aie aient ait alors apres as assez au aucun aucune aujourd auquel aura aurai aurais
aurait aussi autour autre autres aux auxquelles auxquels avaient avais avait avant avec avez aviez
avions avoir avons ayant beaucoup bien bientot car ce ceci cela celle celles celui cent cependant
certain certaine certaines certains ces cet cette ceux chacun chacune chaque chez ci combien comme
comment contre dans de deja depuis dernier derniere derriere des desormais deux devant doit doivent
donc dont du duquel durant elle elles en encore ensuite entre environ es est et etaient etais etait
etant ete etes etre eu eux fait faire faut fois font grace hors ici il ils jamais je jusqu jusque
la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui ma mais malgre me meme
memes mes mien mienne mieux moi moins mon ne ni non nos notre nous on ont or ou oui par parce
parfois parmi partir pas pendant peu peut peuvent plupart plus plusieurs plutot pour pourquoi
pourra pourrait pouvez pouvoir pouvons presque pres puis puisque quand quant que quel quelle
quelles quelque quelques quels qui quoi rien sa sans sauf se selon sera serai seraient serais
serait seront ses si sien sienne soi soient sois soit sommes son sont souhaite souhaitez souhaitons
sous souvent suis sur ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute
toutes tres trois trop tu un une vers voici voila vont vos votre vous vraiment aller avoir etc
""".split()  # noqa: SIM905
_EVERYWHERE = """
bonjour cabinet commune docteur exercer exercice generaliste generalistes installation installer
medecin medecine medecins medical medicale offre poste pratique praticien projet recherche
rechercher recherchons territoire
""".split()  # noqa: SIM905

FRENCH_STOP_WORDS: tuple[str, ...] = tuple(sorted({*_GRAMMAR, *_EVERYWHERE}))
