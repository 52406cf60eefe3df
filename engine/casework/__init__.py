"""Casework: what people do with cases. One use case, one module; commands change, queries answer with frozen values."""

from engine.casework.audit_trail import AuditFilter, audit_csv, audit_trail, record_export, verify_trail
from engine.casework.case_list import CaseFilter, CaseLine, CaseList, case_list
from engine.casework.case_page import CasePage, Step, case_page, diagram, open_tasks_of
from engine.casework.case_starts import CaseStart, case_starts
from engine.casework.claim_task import ClaimTask, ReleaseTask, claim_task, release_task
from engine.casework.complete_task import CompleteTask, TaskCompletion, complete_task
from engine.casework.deliver_signal import SendSignal, SignalSent, send_signal
from engine.casework.discard_case import discard_case
from engine.casework.drafts import DraftView, SaveDraft, discard_draft, save_draft
from engine.casework.drawing import drawing
from engine.casework.fire_timers import fire_timers, fire_timers_of, next_timer
from engine.casework.hand_over import Colleague, HandOver, SetFollowUp, hand_over, set_follow_up
from engine.casework.incidents import Doing, IncidentLine, incident_list, resolve_incident, retry_incident
from engine.casework.lines import CaseHead, TaskLine
from engine.casework.message_effect import MessageEffect, message_effect
from engine.casework.saved_views import View, drop_view, save_view, saved_views
from engine.casework.send_message import MessageSent, SendMessage, correlate_message, send_message
from engine.casework.sendings import DelayedSending, delayed_sendings
from engine.casework.signals import (
    Listener,
    SignalEffect,
    SignalLine,
    signal_effect,
    signal_list,
    signals_by_hand,
)
from engine.casework.start_case import CaseStarted, StartCase, start_case
from engine.casework.task_list import TaskCounts, TaskFilter, TaskList, task_list
from engine.casework.task_page import TaskPage, form_for_completion, task_page
from engine.casework.timer_starts import end_timer_starts, fire_timer_starts, plan_timer_starts
from engine.casework.watch_deadlines import next_watch, watch_deadline_of, watch_deadlines

__all__ = [
    "AuditFilter",
    "CaseFilter",
    "CaseHead",
    "CaseLine",
    "CaseList",
    "CasePage",
    "CaseStart",
    "CaseStarted",
    "ClaimTask",
    "Colleague",
    "CompleteTask",
    "DelayedSending",
    "Doing",
    "DraftView",
    "HandOver",
    "IncidentLine",
    "Listener",
    "MessageEffect",
    "MessageSent",
    "ReleaseTask",
    "SaveDraft",
    "SendMessage",
    "SendSignal",
    "SignalSent",
    "SetFollowUp",
    "SignalEffect",
    "SignalLine",
    "StartCase",
    "Step",
    "TaskCompletion",
    "TaskCounts",
    "TaskFilter",
    "TaskLine",
    "TaskList",
    "TaskPage",
    "View",
    "audit_csv",
    "audit_trail",
    "case_list",
    "case_page",
    "case_starts",
    "discard_case",
    "claim_task",
    "complete_task",
    "correlate_message",
    "delayed_sendings",
    "diagram",
    "discard_draft",
    "drawing",
    "fire_timer_starts",
    "drop_view",
    "fire_timers",
    "fire_timers_of",
    "form_for_completion",
    "hand_over",
    "incident_list",
    "message_effect",
    "next_timer",
    "next_watch",
    "open_tasks_of",
    "end_timer_starts",
    "plan_timer_starts",
    "record_export",
    "release_task",
    "resolve_incident",
    "retry_incident",
    "save_draft",
    "save_view",
    "saved_views",
    "send_message",
    "send_signal",
    "set_follow_up",
    "signal_effect",
    "signal_list",
    "signals_by_hand",
    "start_case",
    "task_list",
    "task_page",
    "verify_trail",
    "watch_deadline_of",
    "watch_deadlines",
]
