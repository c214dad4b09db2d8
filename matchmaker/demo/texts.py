"""What the demonstration fair says in its own words: its programme and its charter."""

PROGRAMME = (
    (
        "9:00",
        "9:45",
        "Ouverture et politique d’achat",
        "Opening and purchasing policy",
        "Accueil par la direction de l’achat public, puis la politique d’achat du département.",
        "Welcome by the procurement department, then the purchasing policy of the département.",
    ),
    (
        "9:45",
        "10:30",
        "Les marchés de 2024",
        "The contracts of 2024",
        "Eau, assainissement, voirie, bâtiment : les projets d’achat de l’année, direction par direction.",
        "Water, sanitation, roads, buildings: the year’s planned purchases, directorate by directorate.",
    ),
    (
        "10:30",
        "12:00",
        "Rendez-vous avec les directions",
        "Meetings with the directorates",
        "Rendez-vous individuels de huit minutes, à l’heure et à la table de votre planning. "
        "L’accueil acheteurs reçoit sans rendez-vous.",
        "One-to-one meetings of eight minutes, at the time and table of your timetable. "
        "The buyers’ welcome desk receives you without a booking.",
    ),
    (
        "12:00",
        "13:30",
        "Cocktail",
        "Cocktail",
        "Pour poursuivre les échanges, avec toutes les entreprises et toutes les directions.",
        "To carry on talking, with all companies and all directorates.",
    ),
)

CHARTER_FR = """\
Un rendez-vous sert à se connaître. Il n’est ni une négociation ni une audition.
Nous n’y parlons pas de prix et n’y remettons pas d’offre.
Nous n’offrons rien et n’acceptons rien, pas même un cadeau de faible valeur.
Les mêmes questions sont posées à toutes les entreprises ; chacune peut y répondre par écrit.
Ce qui est dit est noté et conservé. Toute information donnée en plus de la fiche est publiée pour tous.
Un rendez-vous ne donne aucun droit à un marché ; ne pas en avoir ne ferme aucune porte."""

CHARTER_EN = """\
A meeting is for getting to know each other. It is neither a negotiation nor a hearing.
We do not speak of prices there, and hand over no offer.
We give nothing and accept nothing, not even a gift of little value.
The same questions are put to every company; each may answer them in writing.
What is said is noted and kept. Whatever is told beyond the project’s public sheet is published for everybody.
A meeting gives no right to a contract; going without one closes no door."""
