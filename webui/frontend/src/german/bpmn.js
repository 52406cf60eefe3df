// German of bpmn-js, diagram-js and the minimap. Kinds of elements are called as the profile calls them.
const tools = {
  'Activate create/remove space tool': 'Platz schaffen oder entfernen',
  'Activate global connect tool': 'Elemente verbinden',
  'Activate hand tool': 'Ausschnitt verschieben (Hand)',
  'Activate lasso tool': 'Mehrere Elemente auswählen (Lasso)',
  'Add lane above': 'Bahn darüber einfügen',
  'Add lane below': 'Bahn darunter einfügen',
  'Add text annotation': 'Anmerkung hinzufügen',
  'Align elements': 'Elemente ausrichten',
  'Align elements bottom': 'Unten ausrichten',
  'Align elements center': 'Mittig ausrichten (waagrecht)',
  'Align elements left': 'Links ausrichten',
  'Align elements middle': 'Mittig ausrichten (senkrecht)',
  'Align elements right': 'Rechts ausrichten',
  'Align elements top': 'Oben ausrichten',
  'Append compensation activity': 'Kompensation anfügen',
  'Append conditional intermediate catch event': 'Warten auf eine Bedingung anfügen',
  'Append end event': 'Endereignis anfügen',
  'Append gateway': 'Gateway anfügen',
  'Append intermediate/boundary event': 'Zwischenereignis anfügen',
  'Append message intermediate catch event': 'Warten auf eine Nachricht anfügen',
  'Append receive task': 'Empfangsaufgabe anfügen',
  'Append signal intermediate catch event': 'Warten auf ein Signal anfügen',
  'Append task': 'Aufgabe anfügen',
  'Append timer intermediate catch event': 'Warten auf eine Zeit anfügen',
  'Change element': 'Element ändern',
  'Close minimap': 'Übersicht schließen',
  'Open minimap': 'Übersicht öffnen',
  Collection: 'Liste',
  'Connect to other element': 'Mit anderem Element verbinden',
  'Connect using association': 'Mit Assoziation verbinden',
  'Connect using data input association': 'Mit Datenfluss verbinden',
  'Create data object reference': 'Datenobjekt anlegen',
  'Create data store reference': 'Datenspeicher anlegen',
  'Create end event': 'Endereignis anlegen',
  'Create expanded sub-process': 'Teilprozess anlegen (aufgeklappt)',
  'Create gateway': 'Gateway anlegen',
  'Create group': 'Gruppierung anlegen',
  'Create intermediate/boundary event': 'Zwischenereignis oder angeheftetes Ereignis anlegen',
  'Create pool/participant': 'Pool anlegen',
  'Create start event': 'Startereignis anlegen',
  'Create task': 'Aufgabe anlegen',
  'Create {type}': '{type} anlegen',
  Delete: 'Löschen',
  'Distribute elements horizontally': 'Waagrecht verteilen',
  'Distribute elements vertically': 'Senkrecht verteilen',
  'Divide into three lanes': 'In drei Bahnen teilen',
  'Divide into two lanes': 'In zwei Bahnen teilen',
  Loop: 'Schleife',
  'Open {element}': '{element} öffnen',
  'Parallel multi-instance': 'Mehrfach, gleichzeitig',
  'Participant multiplicity': 'Mehrere Beteiligte',
  Results: 'Treffer',
  Search: 'Suchen',
  'Search in diagram': 'Im Diagramm suchen',
  'Sequential multi-instance': 'Mehrfach, nacheinander',
  'Toggle non-interrupting': 'Nicht unterbrechend umschalten',
  'flow elements must be children of pools/participants': 'Elemente des Ablaufs gehören in einen Pool',
  'element {element} referenced by {referenced}#{property} not yet drawn':
    '{element}, auf das {referenced} mit {property} verweist, ist noch nicht gezeichnet',
  'no bpmnElement referenced in {element}': '{element} verweist auf kein Element',
  'missing {semantic}#attachedToRef': 'Bei {semantic} fehlt, woran es angeheftet ist',
  'no diagram to display': 'Die Datei enthält kein Diagramm',
  'no process or collaboration to display': 'Die Datei enthält keinen Prozess',
};

const elements = {
  'Ad-hoc sub-process': 'Ad-hoc-Teilprozess',
  'Boundary event': 'angeheftetes Ereignis',
  'Business rule task': 'Geschäftsregelaufgabe',
  'Call activity': 'Aufrufaktivität',
  'Complex gateway': 'komplexes Gateway',
  'Conditional flow': 'bedingter Fluss',
  'Data object reference': 'Datenobjekt',
  'Data store reference': 'Datenspeicher',
  'Default flow': 'Standardfluss',
  'Empty pool/participant': 'leerer Pool',
  'Empty pool/participant (removes content)': 'leerer Pool (entfernt den Inhalt)',
  'End event': 'Endereignis',
  'Event sub-process': 'Ereignis-Teilprozess',
  'Event-based gateway': 'ereignisbasiertes Gateway',
  'Exclusive gateway': 'exklusives Gateway',
  'Expanded pool/participant': 'aufgeklappter Pool',
  'Inclusive gateway': 'inklusives Gateway',
  'Intermediate throw event': 'Zwischenereignis',
  'Manual task': 'manuelle Aufgabe',
  'Parallel gateway': 'paralleles Gateway',
  'Receive task': 'Empfangsaufgabe',
  'Script task': 'Skriptaufgabe',
  'Send task': 'Sendeaufgabe',
  'Sequence flow': 'Sequenzfluss',
  'Service task': 'Serviceaufgabe',
  'Start event': 'Startereignis',
  'Sub-process': 'Teilprozess',
  'Sub-process (collapsed)': 'Teilprozess (zugeklappt)',
  'Sub-process (expanded)': 'Teilprozess (aufgeklappt)',
  'Ad-hoc sub-process (collapsed)': 'Ad-hoc-Teilprozess (zugeklappt)',
  'Ad-hoc sub-process (expanded)': 'Ad-hoc-Teilprozess (aufgeklappt)',
  Task: 'Aufgabe',
  Transaction: 'Transaktion',
  'User task': 'Benutzeraufgabe',
  // As the panel's head names them: the type in words.
  'Ad Hoc Sub Process': 'Ad-hoc-Teilprozess',
  Association: 'Assoziation',
  'Business Rule Task': 'Geschäftsregelaufgabe',
  'Call Activity': 'Aufrufaktivität',
  Collaboration: 'Zusammenarbeit',
  'Collapsed Pool': 'zugeklappter Pool',
  'Collapsed Sub Process': 'Teilprozess (zugeklappt)',
  'Complex Gateway': 'komplexes Gateway',
  'Conditional Flow': 'bedingter Fluss',
  'Data Input': 'Dateneingabe',
  'Data Input Association': 'Datenfluss',
  'Data Object': 'Datenobjekt',
  'Data Object Reference': 'Datenobjekt',
  'Data Output': 'Datenausgabe',
  'Data Output Association': 'Datenfluss',
  'Data Store Reference': 'Datenspeicher',
  'Default Flow': 'Standardfluss',
  'End Event': 'Endereignis',
  'Event Based Gateway': 'ereignisbasiertes Gateway',
  'Event Sub Process': 'Ereignis-Teilprozess',
  'Exclusive Gateway': 'exklusives Gateway',
  'Expanded Pool': 'Pool',
  'Expanded Sub Process': 'Teilprozess (aufgeklappt)',
  Group: 'Gruppe',
  'Inclusive Gateway': 'inklusives Gateway',
  'Intermediate Catch Event': 'Zwischenereignis',
  'Intermediate Throw Event': 'Zwischenereignis',
  'Boundary Event': 'angeheftetes Ereignis',
  Lane: 'Bahn',
  'Manual Task': 'manuelle Aufgabe',
  'Message Flow': 'Nachrichtenfluss',
  'Multiple End Event': 'Endereignis (mehrere)',
  'Parallel Gateway': 'paralleles Gateway',
  Participant: 'Pool',
  Process: 'Prozess',
  'Receive Task': 'Empfangsaufgabe',
  'Script Task': 'Skriptaufgabe',
  'Send Task': 'Sendeaufgabe',
  'Sequence Flow': 'Sequenzfluss',
  'Service Task': 'Serviceaufgabe',
  'Start Event': 'Startereignis',
  'Sub Process': 'Teilprozess',
  'Text Annotation': 'Anmerkung',
  'User Task': 'Benutzeraufgabe',
};

const KINDS = {
  message: 'Nachricht', timer: 'Zeit', conditional: 'Bedingung', signal: 'Signal', error: 'Fehler',
  escalation: 'Eskalation', compensation: 'Kompensation', compensate: 'Kompensation', cancel: 'Abbruch', link: 'Link', terminate: 'Beendigung',
  multiple: 'mehrere', 'parallel multiple': 'mehrere zugleich',
};
const EVENTS = {
  'start event': 'Startereignis', 'end event': 'Endereignis', 'boundary event': 'angeheftetes Ereignis',
  'intermediate catch event': 'Zwischenereignis', 'intermediate throw event': 'auslösendes Zwischenereignis',
};

/** "Timer start event (non-interrupting)" of the menus, "Timer Start Event (Non Interrupting)" of the panel's head. */
function events() {
  const found = {};
  const title = (words) => words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  for (const [kind, word] of Object.entries(KINDS)) {
    for (const [event, name] of Object.entries(EVENTS)) {
      const key = `${kind[0].toUpperCase()}${kind.slice(1)} ${event}`;
      found[key] = `${name} (${word})`;
      found[`${key} (non-interrupting)`] = `${name} (${word}, nicht unterbrechend)`;
      found[title(key)] = found[key];
      found[`${title(key)} (Non Interrupting)`] = found[`${key} (non-interrupting)`];
      found[`${title(key)} Non Interrupting`] = found[`${key} (non-interrupting)`];
    }
  }
  return found;
}

/** "Collapsed Ad Hoc Sub Process", "Expanded Transaction": as the panel's head puts it. */
function folded() {
  const found = {};
  const names = {
    'Ad Hoc Sub Process': 'Ad-hoc-Teilprozess', 'Event Sub Process': 'Ereignis-Teilprozess', 'Sub Process': 'Teilprozess',
    Transaction: 'Transaktion', Participant: 'Pool', Pool: 'Pool',
  };
  for (const [key, name] of Object.entries(names)) {
    found[`Collapsed ${key}`] = `${name} (zugeklappt)`;
    found[`Expanded ${key}`] = `${name} (aufgeklappt)`;
  }
  return found;
}

export default { ...events(), ...folded(), ...elements, ...tools };
