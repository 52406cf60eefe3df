// German of what we say ourselves: tools, messages, findings, our group of the panel.
export default {
  // Tools
  Undo: 'Rückgängig',
  Redo: 'Wiederholen',
  Search: 'Suchen',
  'Zoom in': 'Größer',
  'Zoom out': 'Kleiner',
  'Whole diagram': 'Ganzes Diagramm',
  'Simulate tokens': 'Ablauf simulieren',
  'Overview map': 'Übersichtskarte',
  Keys: 'Tasten',
  Close: 'Schließen',
  'Palette of elements': 'Elemente zum Zeichnen',
  Diagram: 'Diagramm',
  // Saving
  'saved, version {n}': 'gespeichert, Stand {n}',
  'not saved yet': 'noch nicht gespeichert',
  'saving …': 'wird gespeichert …',
  'no connection': 'keine Verbindung',
  'signed out': 'abgemeldet',
  'not saved: changed by somebody else': 'nicht gespeichert: inzwischen anders geändert',
  'not saved': 'nicht gespeichert',
  'The file could not be opened': 'Die Datei konnte nicht geöffnet werden',
  'Load the page again. If that does not help, download the file and mend it outside.':
    'Laden Sie die Seite neu. Hilft das nicht, laden Sie die Datei herunter und reparieren Sie sie außerhalb.',
  'A version of yours was not saved': 'Eine Fassung von Ihnen wurde nicht gespeichert',
  'This browser holds a version of {at} that did not reach the server. Meanwhile the draft was changed, so that it cannot be taken over as it is. You can download it and compare.':
    'In diesem Browser liegt eine Fassung vom {at}, die den Server nicht erreicht hat. Inzwischen wurde der Entwurf geändert, deshalb lässt sie sich nicht einfach übernehmen. Sie können sie herunterladen und vergleichen.',
  'This browser holds a version of {at} that did not reach the server. Nobody has changed the draft since.':
    'In diesem Browser liegt eine Fassung vom {at}, die den Server nicht erreicht hat. Seitdem hat niemand den Entwurf geändert.',
  'Go on with my version': 'Mit meiner Fassung weiterarbeiten',
  'Download my version': 'Meine Fassung herunterladen',
  'Discard my version': 'Meine Fassung verwerfen',
  'Load the current version': 'Aktuellen Stand laden',
  'Somebody else has changed this draft': 'Dieser Entwurf wurde inzwischen von jemand anderem geändert',
  '{who} saved another version on {at}. Yours is not saved, and nothing is overwritten. It stays here until you decide.':
    '{who} hat am {at} eine andere Fassung gespeichert. Ihre ist nicht gespeichert, überschrieben wurde nichts. Sie bleibt hier, bis Sie entscheiden.',
  'No connection to the server': 'Keine Verbindung zum Server',
  'You can go on working: your changes are kept in this browser and saved as soon as the connection is back.':
    'Sie können weiterarbeiten: Ihre Änderungen bleiben in diesem Browser und werden gespeichert, sobald die Verbindung wieder da ist.',
  'You are signed out': 'Sie sind abgemeldet',
  'Your version is kept in this browser. Sign in again and open this page: it will be offered to you.':
    'Ihre Fassung bleibt in diesem Browser. Melden Sie sich wieder an und öffnen Sie diese Seite: Sie wird Ihnen dann angeboten.',
  'Sign in': 'Anmelden',
  'This version could not be saved': 'Diese Fassung konnte nicht gespeichert werden',
  'It is kept in this browser.': 'Sie bleibt in diesem Browser.',
  // Findings
  'Findings: {errors} that prevent publishing, {warnings} as advice':
    'Befunde: {errors} verhindern das Veröffentlichen, {warnings} als Hinweis',
  'No findings: this file can be published.': 'Keine Befunde: Diese Datei kann veröffentlicht werden.',
  Error: 'Fehler',
  Advice: 'Hinweis',
  // Panel
  none: 'keine Angabe',
  '{value} (unknown)': '{value} (unbekannt)',
  'as what surrounds it': 'wie die Umgebung',
  Fachstelle: 'Fachstelle',
  Deadline: 'Frist',
  'In words: 5 AT (working days), 2 Wochen, 3 Monate, 4 Stunden.': 'In Worten: 5 AT (Arbeitstage), 2 Wochen, 3 Monate, 4 Stunden.',
  Reminder: 'Erinnerung',
  'How long before the deadline: 2 AT, or keine.': 'Wie lange vor der Frist: 2 AT, oder keine.',
  Escalation: 'Eskalation',
  'Whom a missed deadline reaches, in this order: Vertretung, Leitung nach 2 AT.':
    'Wen eine verpasste Frist erreicht, in dieser Reihenfolge: Vertretung, Leitung nach 2 AT.',
  'Release only if': 'Freigabe nur, wenn',
  'FEEL: the release holds only then, for example =ergebnis_freigabe = true.': 'FEEL: Nur dann gilt die Freigabe, etwa =ergebnis_freigabe = true.',
  For: 'Für',
  'Of a task done for several: the variable that says for whom or what.': 'Bei mehrfachen Aufgaben: die Angabe, die sagt, für wen oder was.',
  'Four eyes': 'Vier Augen',
  'Id of a task: whoever completed it last may not complete this one.': 'Kennung einer Aufgabe: Wer sie zuletzt erledigt hat, darf diese nicht erledigen.',
  Backlog: 'Rückstand',
  'For a process that runs by the clock: alle, where what was missed is made up.': 'Läuft der Prozess nach der Uhr: alle, wenn Versäumtes nachgeholt wird.',
  'Protection zone': 'Schutzzone',
  Stage: 'Stufe',
  Release: 'Freigabe',
  'What crosses from one zone to another on completion: mediation>beirat: ergebnis.':
    'Was beim Abschließen von einer Zone in eine andere gelangt: mediation>beirat: ergebnis.',
  'Confirms the decision': 'Bestätigt die Entscheidung',
  'Id of the business rule task whose suggestion is confirmed here.':
    'ID der Geschäftsregelaufgabe, deren Vorschlag hier bestätigt wird.',
  Group: 'Gruppe',
  'Group in charge': 'Zuständige Gruppe',
  'Without an entry it is the group of the lane.': 'Ohne Angabe ist es die Gruppe der Bahn.',
  'Without an entry it is the id of the lane.': 'Ohne Angabe ist es die ID der Bahn.',
  'Role of the group': 'Rolle der Gruppe',
  Form: 'Formular',
  'no form': 'kein Formular',
  'Edit form': 'Formular bearbeiten',
  Preview: 'Vorschau',
  'Preview of the form {name}': 'Vorschau des Formulars {name}',
  'The form could not be shown.': 'Das Formular konnte nicht gezeigt werden.',
  Decision: 'Entscheidung',
  'no decision': 'keine Entscheidung',
  'Edit decision': 'Entscheidung bearbeiten',
  'Called process': 'Aufgerufener Prozess',
  'no process': 'kein Prozess',
  Outcome: 'Ergebnis',
  'Code that is counted and compared across municipalities.': 'Code, der gezählt und unter den Kommunen verglichen wird.',
  'Municipality key (AGS)': 'Gemeindeschlüssel (AGS)',
  'Eight digits, a Kreis has five.': 'Acht Ziffern, bei einem Kreis fünf.',
  'Kind of municipality': 'Art der Kommune',
  'AGS of the Kreis': 'AGS des Kreises',
  'Identifier without AGS': 'Kennung ohne AGS',
  'Only for what has no AGS of its own.': 'Nur für Stellen ohne eigenen AGS.',
  'Deletion class': 'Löschklasse',
  'How long finished cases are kept.': 'Wie lange abgeschlossene Vorgänge aufbewahrt werden.',
  // Mustervorlagen
  'Locked element': 'Pflichtelement',
  'ja, or the reason: whoever takes this template over cannot change the element.':
    'ja, oder der Grund: Wer die Mustervorlage übernimmt, kann das Element dann nicht ändern.',
  'Locked element of the template': 'Pflichtelement der Mustervorlage',
  // What comes next
  Next: 'Nächster Schritt',
  'No findings so far': 'Keine Befunde bisher',
  'There is no step yet. Choose the start event and then “Append task”, or take a task from the palette.':
    'Noch gibt es keinen Schritt. Wählen Sie das Startereignis und dann „Aufgabe anfügen“, oder nehmen Sie links eine Aufgabe.',
  'The path has no end yet. Choose the last step and then “Append end event”.':
    'Der Weg hat noch kein Ende. Wählen Sie den letzten Schritt und dann „Endereignis anfügen“.',
  'Still without a form: {names}. Choose one in the panel, so that something can be entered there.':
    'Noch ohne Formular: {names}. Wählen Sie rechts eines, damit dort etwas eingetragen werden kann.',
  'Still without a form: {names} and others. Choose one in the panel, so that something can be entered there.':
    'Noch ohne Formular: {names} und andere. Wählen Sie rechts jeweils eines, damit dort etwas eingetragen werden kann.',
};
