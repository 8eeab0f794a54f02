"""What columns and choices are called in people's own lists, in English and French, folded as `bare()` does."""

# {target: names}; `contact_…` is somebody of the firm, and a number in the header says which one
SYNONYMS = {
    "name": (
        "name;investor;investor name;firm;firm name;fund;fund name;vc;company;organization;organisation;account;"
        "nom;investisseur;nom de l investisseur;fonds;nom du fonds;societe;structure;entreprise;raison sociale"
    ),
    "email": "email;e mail;mail;email address;adresse email;adresse e mail;courriel;general email;email general",
    "phone": "phone;telephone;phone number;tel;numero de telephone;standard;mobile;portable",
    "website": "website;web site;site;url;web;site web;site internet;domain;domaine",
    "place": "place;city;location;town;hq;headquarters;country;ville;lieu;localisation;pays;siege",
    "pipeline_stage": "stage;pipeline stage;status;pipeline;etape;statut;phase;etat",
    "client_type": "type;investor type;client type;category;kind;type d investisseur;categorie;nature",
    "relation": "relation;relationship;lien",
    "rating": "rating;score;priority;fit;stars;note sur 5;priorite;etoiles;interet",
    "check_size": (
        "check size;cheque size;check;ticket;ticket size;average check;typical check;amount;investment;"
        "montant;ticket moyen;taille du ticket;taille de ticket;montant investi"
    ),
    "intro_by": "intro by;introduced by;intro;introducer;referred by;source;introduit par;mise en relation;apporteur",
    "no_reason": "reason for no;no reason;pass reason;reason;motif du refus;raison du refus;motif",
    "next_step": "next step;next action;todo;to do;prochaine etape;prochaine action;a faire",
    "next_step_at": (
        "next step due;next step at;next step date;due;due date;follow up;follow up date;relance;date de relance;"
        "date de la prochaine etape;echeance"
    ),
    "owner": "owner;assigned to;responsible;lead;lead partner;proprietaire;responsable;suivi par;attribue a",
    "is_active": "active;is active;actif",
    "tags": "tags;tag;labels;label;etiquettes;etiquette;keywords;mots cles;sectors;sector;secteur;secteurs;thesis",
    "notes": "notes;note;comments;comment;remarks;description;commentaire;commentaires;remarques",
    "contact_name": (
        "contact;contact name;person;people;partner;partner name;full name;name of the contact;nom du contact;"
        "nom complet;interlocuteur;associe;personne"
    ),
    "contact_first_name": "first name;given name;contact first name;prenom;prenom du contact",
    "contact_last_name": "last name;surname;family name;contact last name;nom de famille;nom de famille du contact",
    "contact_email": (
        "contact email;contact e mail;contact mail;partner email;person email;email du contact;e mail du contact;"
        "mail du contact;work email;email professionnel"
    ),
    "contact_phone": "contact phone;contact mobile;partner phone;telephone du contact;mobile du contact",
    "contact_job_title": "job title;title;role;position;contact title;contact job title;fonction;poste;titre",
}
# {field: {value: names}}, beside the values and their labels in every language
CHOICES = {
    "pipeline_stage": {
        "identified": "new;lead;to contact;sourced;identifie;a contacter;nouveau;cible",
        "contacted": "contact;emailed;reached out;contacte;approche;email envoye",
        "meeting": "first meeting;met;pitch;pitched;rdv;rendez vous;reunion;rencontre;premier rdv",
        "due_diligence": "dd;diligence;audit;en due diligence",
        "term_sheet": "ts;termsheet;offer;lettre d intention;loi;negociation",
        "committed": "commitment;soft circled;soft;verbal;engage;promis;signe",
        "closed": "won;wired;invested;signed;done;clos;investi;verse;gagne",
        "passed": "no;lost;declined;rejected;pass;refus;refuse;decline;perdu;non;abandonne",
    },
    "client_type": {
        "angel": "business angel;ba;angel investor;individual;particulier;investisseur providentiel",
        "syndicate": "syndicat;club deal;club;angel syndicate;reseau de business angels",
        "vc": "venture capital;venture;fund;fonds;capital risque;fonds de capital risque;fonds vc;venture capitalist",
        "micro_vc": "micro fund;micro fonds;microvc;seed fund;fonds d amorcage",
        "cvc": "corporate venture;corporate vc;corporate;fonds corporate",
        "family_office": "fo;family;bureau de famille;single family office;multi family office",
        "accelerator": "incubator;studio;startup studio;accelerateur;incubateur",
        "growth": "pe;private equity;growth equity;capital developpement;capital investissement",
        "crowdfunding": "crowd;equity crowdfunding;financement participatif",
        "bank": "debt;banque;dette;venture debt;pret",
        "public": "grant;public;subvention;aide publique;fonds public;banque publique",
        "strategic": "industrial;strategique;industriel",
        "lp": "limited partner;souscripteur",
        "other": "autre;other;divers",
    },
    "relation": {
        "prospect": "potential;nouveau;potentiel",
        "existing": "shareholder;existing investor;current;actionnaire;existant;historique;au capital",
        "advisor": "adviser;mentor;board;conseil;conseiller;administrateur",
    },
}
