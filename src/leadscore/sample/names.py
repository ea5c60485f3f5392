"""First and last names by language, and how they are spelled in e-mail addresses and domains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import normalize

__all__ = ["NAMES", "NamePool", "ascii_spelling", "words"]


@dataclass(frozen=True)
class NamePool:
    """Names that are common in one language."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    last: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text; `_` stands for a blank within one."""
    return tuple(word.replace("_", " ") for word in text.split())


def _pool(female: str, male: str, last: str) -> NamePool:
    return NamePool(words(female), words(male), words(last))


NAMES: Final = {
    "de": _pool(
        female="""Anna Andrea Anja Annette Antje Birgit Brigitte Bärbel Carola Charlotte Christine Clara Claudia Daniela
            Elisabeth Emma Eva Franziska Gabriele Hanna Heike Helene Ines Jana Johanna Julia Jördis Karin Katharina
            Katrin Kerstin Käthe Laura Lea Lena Leonie Lisa Luise Maria Marie Martina Melanie Miriam Monika Nadine
            Nina Petra Renate Sabine Sandra Silke Sophie Stefanie Susanne Tanja Ulrike Ursula Vanessa Zoë""",
        male="""Alexander Andreas Benjamin Bernd Björn Christian Christoph Daniel David Dieter Dirk Felix Florian Frank
            Fritz Georg Gerd Götz Günter Hannes Hans-Peter Heiko Holger Ingo Jan Jens Joachim Johannes Jonas Jörg
            Jürgen Kai Karl Klaus Lars Leon Lukas Lutz Manfred Marco Markus Martin Matthias Max Michael Moritz Niklas
            Oliver Paul Peter Philipp Ralf René Rüdiger Sebastian Simon Stefan Steffen Sören Thomas Thorsten Tim
            Tobias Ulrich Uwe Volker Werner Wolfgang""",
        last="""Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
            Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause
            Meier Lehmann Schmid Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
            Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann
            Franke Albrecht Schuster Simon Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Groß
            Sommer Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch
            Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Gruber Pichler Steiner Moser Hofer Leitner Fürst Bürgi
            Zürcher Rüegg Ammann Brunner Gerber Hürlimann Wyss Zbinden von_Arx von_Berg Lüthi Öhler Übelacker""",
    ),
    "fr": _pool(
        female="Camille Céline Chloé Claire Élodie Émilie Geneviève Hélène Inès Léa Manon Mathilde Renée Sophie Zoé",
        male="Antoine Benoît Étienne François Frédéric Gaël Guillaume Jérôme Julien Loïc Luc Mathieu Noël Rémi Théo",
        last="""Bernard Blanc Bonnet Chevalier Dubois Dupont Durand Faure Fournier Gagné Garnier Girard Lambert Lefèvre
            Martin Mercier Moreau Müller Nguyen Perrin Rochat Rousseau Favre Béguin D'Angelo""",
    ),
    "en": _pool(
        female="Abigail Alice Amy Chloe Emily Fiona Grace Hannah Jessica Kate Laura Lucy Megan Olivia Rachel Siobhán",
        male="Adam Andrew Ben Callum Daniel Ethan George Henry Jack James Liam Mark Matthew Noah Oliver Ryan Tom",
        last="""Adams Baker Brown Campbell Carter Clark Cooper Davis Evans Green Hall Harris Hughes Jackson Johnson
            Jones King Lewis Mitchell Moore Murphy O'Brien O'Neill Patel Roberts Smith Taylor Thompson Walker
            Williams Wilson Wright""",
    ),
    "nl": _pool(
        female="Anouk Daphne Eline Femke Fleur Iris Lieke Loïs Maaike Marloes Noor Roos Sanne",
        male="Bas Bram Daan Gijs Jeroen Joris Koen Lars Maarten Pieter Ruben Sven Thijs",
        last="Bakker Bos de_Boer de_Jong de_Vries Dekker Hendriks Janssen Mulder Smit van_den_Berg van_Dijk Visser",
    ),
    "pl": _pool(
        female="Agnieszka Barbara Ewa Joanna Karolina Katarzyna Magdalena Małgorzata Olga Zofia",
        male="Adam Grzegorz Jakub Jarosław Łukasz Marek Michał Paweł Piotr Wojciech Zbigniew",
        last="Dąbek Jóźwiak Kaźmierczak Kowalczyk Krawczyk Mazur Nowak Piątek Szymczak Wójcik Woźniak Zając",
    ),
    "nordic": _pool(
        female="Åse Astrid Bjørg Freja Ingrid Kajsa Liv Maja Märta Sigrid Sólveig",
        male="Anders Åke Bjørn Erik Håkon Jøran Lars Magnus Nils Øyvind Søren",
        last="Andersen Berg Bjørnstad Dahl Ekström Hansen Håkansson Johansen Lindqvist Nygård Olsen Sørensen Østby",
    ),
    "world": _pool(
        female="Ayşe Aylin Chiara Dragana Elif Fatima Giulia Inés Lucía Mai Natália Priya Radka Sofía Tereza Yuki",
        male="Ahmed Carlos Dino Đorđe Emre Enrico Hassan İbrahim João José Kemal Marko Matteo Minh Nikola Ondřej Raj",
        last="""Ağaoğlu Bianchi Çelik Fernández García Horváth Iyer Kovačević Kovács Marković Nikolić Nguyễn
            Öztürk Rossi Şahin Santos Singh Tanaka Trần Yıldız Yılmaz""",
    ),
}
"""Pools by language; `nordic` is Norwegian, Swedish and Danish, `world` what people bring from elsewhere."""

_SPELLINGS: Final = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "ø": "oe",
        "å": "aa",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
    | {" ": "-", "'": ""}
)


@cache
def ascii_spelling(word: str) -> str:
    """Return a word as it stands in an e-mail address: `Jürgen` → `juergen`, `von Arx` → `von-arx`."""
    without_umlauts = word.lower().translate(_SPELLINGS)
    return normalize("NFD", without_umlauts).encode("ascii", "ignore").decode()
