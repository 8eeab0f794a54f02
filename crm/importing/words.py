"""What columns are called elsewhere, in English and French, folded: small letters, no accents, single spaces."""

# {field or one of mapping.EXTRAS: names}
SYNONYMS = {
    "email": (
        "email;e mail;mail;email address;e mail address;e mail 1 value;adresse email;adresse e mail;adresse mail;"
        "courriel;adresse electronique;adresse de courriel;primary email;work email;email pro;email professionnel"
    ),
    "first_name": "first name;firstname;first;given name;forename;prenom;prenoms;fname",
    "last_name": ("last name;lastname;last;surname;family name;nom;nom de famille;nom du contact;lname;patronyme"),
    "name": (
        "name;full name;fullname;contact;contact name;nom complet;nom et prenom;nom prenom;prenom nom;prenom et nom;"
        "display name;nom affiche;file as;interlocuteur"
    ),
    "phone": (
        "phone;phone number;telephone;telephone number;tel;numero de telephone;n de telephone;n tel;phone 1 value;"
        "mobile;mobile phone;mobile phone number;mobile number;cell;cell phone;portable;telephone portable;"
        "telephone mobile;gsm;business phone;primary phone;work phone"
    ),
    "company": (
        "company;company name;organization;organisation;organization name;organization 1 name;account;account name;"
        "business;employer;societe;nom de la societe;entreprise;nom de l entreprise;raison sociale;structure;client;"
        "associated company;primary associated company;employeur;entreprise associee;entreprise associee principale"
    ),
    "job_title": (
        "job title;title;position;role;organization title;organization 1 title;fonction;poste;intitule du poste;"
        "metier;profession"
    ),
    "status": "status;lead status;stage;deal stage;statut;statut du lead;etape;etat;pipeline stage",
    "owner": (
        "owner;contact owner;lead owner;assigned to;sales rep;proprietaire;proprietaire du contact;responsable;"
        "commercial;assigne a;suivi par;attribue a"
    ),
    "source": (
        "source;lead source;original source;origin;origine;provenance;canal;source du lead;source originale;channel"
    ),
    "source_url": "source url;landing page;url source;adresse source;page d origine;first page seen",
    "estimated_value": (
        "estimated value;value;amount;deal value;deal amount;revenue;budget;montant;valeur;valeur estimee;"
        "montant estime;ca potentiel;chiffre d affaires estime"
    ),
    "tags": (
        "tags;tag;labels;label;groups;group;group membership;lists;list;categories;category;etiquettes;etiquette;"
        "libelles;groupes;listes;mots cles;keywords"
    ),
    "notes": "notes;note;comments;comment;remarks;description;commentaire;commentaires;remarques;observations",
    "next_step": "next step;next action;prochaine etape;prochaine action;a faire",
    "next_step_at": (
        "next step due;next step at;next step date;date of the next step;next activity date;follow up date;relance;"
        "date de relance;date de la prochaine etape;echeance;prochaine etape le"
    ),
    "lost_reason": "reason for the loss;lost reason;closed lost reason;raison de la perte;motif de perte",
    "subscription": (
        "subscription;subscription status;subscriber status;email status;email marketing status;subscribed;opt in;"
        "newsletter;abonne;abonnement;statut d abonnement;optin;inscrit"
    ),
    "unsubscribed": (
        "unsubscribed;unsubscribed from all email;unsub time;clean time;unsubscribed at;unsubscribe date;opt out;"
        "optout;do not email;email opt out;desabonne;desinscrit;desabonne le;date de desabonnement;ne pas contacter;"
        "desabonne de tous les e mails"
    ),
    "consent_text": "consent text;consent;texte du consentement;consentement",
    "consent_at": "consent given;consent at;consent date;date du consentement;date de consentement;consentement le",
    "id": "id;number;lead id;webox id;numero;n",
}
SYNONYMS = {target: tuple(names.split(";")) for target, names in SYNONYMS.items()}

# {vendor: (headers that only its exports have, {header: target})}; any of the sets is enough. Headers not named here
# are left out unless SYNONYMS knows them; "" leaves one out in any case.
VENDORS = {
    "mailchimp": (
        ({"email address", "leid", "euid"}, {"email address", "member rating", "optin time"}),
        {"unsub time": "unsubscribed", "clean time": "unsubscribed", "tags": "tags", "address": "", "region": ""},
    ),
    "listmonk": (
        ({"uuid", "email", "name", "attributes", "status"},),
        {"name": "name", "status": "subscription", "uuid": "", "attributes": ""},
    ),
    "hubspot": (
        (
            {"record id", "contact owner"},
            {"record id", "lifecycle stage"},
            {"record id contact", "email"},
            {"id de fiche d informations", "proprietaire du contact"},
        ),
        {"lead status": "status", "associated company": "company", "contact owner": "owner", "record id": ""},
    ),
    "google": (
        (
            {"e mail 1 value", "e mail 1 label"},
            {"e mail 1 value", "e mail 1 type"},
            {"organization name", "labels", "phonetic first name"},
            {"phone 1 value", "group membership"},
        ),
        {"labels": "tags", "group membership": "tags", "name": "", "file as": "", "nickname": ""},
    ),
}
VENDOR_NAMES = {"mailchimp": "Mailchimp", "listmonk": "listmonk", "hubspot": "HubSpot", "google": "Google Contacts"}

STATUSES = {
    "new": "new;open;nouveau;nouvelle;ouvert;a contacter;lead;subscriber;not started",
    "contacted": (
        "contacted;in progress;attempted to contact;connected;contacte;contactee;en cours;tentative de contact;working;"
        "marketingqualifiedlead;marketing qualified lead"
    ),
    "qualified": "qualified;qualifie;qualifiee;salesqualifiedlead;sales qualified lead;mql;sql",
    "proposal": "proposal;proposition;devis;devis envoye;quote;open deal;opportunity;opportunite;offre",
    "negotiation": "negotiation;negociation;en negociation",
    "won": "won;gagne;gagnee;closed won;customer;client;signe;evangelist",
    "lost": "lost;perdu;perdue;closed lost;unqualified;bad timing;non qualifie;abandonne;mauvais moment",
}
STATUSES = {name: status for status, names in STATUSES.items() for name in names.split(";")}

# What other systems say of those who may be written to, and of those who may not. Who never confirmed may not.
SUBSCRIBED = "subscribed;enabled;active;confirmed;opted in;opt in;abonne;abonnee;inscrit;inscrite;actif"
NOT_SUBSCRIBED = (
    "unsubscribed;unsub;blocklisted;blacklisted;blocked;disabled;cleaned;bounced;complained;spam;opted out;opt out;"
    "non subscribed;nonsubscribed;not subscribed;unconfirmed;pending;archived;inactive;desabonne;desabonnee;desinscrit;"
    "desinscrite;bloque;inactif;non abonne;transactional"
)
SUBSCRIBED, NOT_SUBSCRIBED = set(SUBSCRIBED.split(";")), set(NOT_SUBSCRIBED.split(";"))
