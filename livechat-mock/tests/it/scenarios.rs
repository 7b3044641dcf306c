//! What the server does, over every transport: the engine alone, wiremock, HTTP, and what clients in process go through, whose
//! clock is paused. One suite, so that transports cannot drift apart.

mod agents;
mod analytics;
mod auxiliary;
mod bad_input;
mod blocking;
mod business_hours;
mod canned_responses;
mod chat_history;
mod contacts;
mod departments;
mod editions;
mod files;
mod integrations;
mod leaving;
mod login;
mod messages;
mod methods;
mod page_visits;
mod passed_over;
mod queue;
mod rate_limits;
mod registration;
mod room_info;
mod room_lists;
mod rooms;
mod server;
mod service_levels;
mod staff;
mod tags;
mod transfers;
mod units;
mod unknown_paths;
mod versions;
mod visitor_fields;
mod visitor_search;
mod visitors;
mod workspace;

use self::server::{Server, Setup, Transport};

/// Makes a test of each scenario over each transport.
macro_rules! scenarios {
    ($($module:ident { $($name:ident,)* })*) => {
        scenarios!(@ in_process InProcess [tokio::test] $($module { $($name,)* })*);
        #[cfg(feature = "wiremock")]
        scenarios!(@ over_wiremock Wiremock [tokio::test] $($module { $($name,)* })*);
        #[cfg(feature = "server")]
        scenarios!(@ over_http Http [tokio::test] $($module { $($name,)* })*);
        #[cfg(feature = "mock")]
        scenarios!(@ of_clients Client [tokio::test(start_paused = true)] $($module { $($name,)* })*);
    };
    (@ $over:ident $transport:ident $test:tt $($module:ident { $($name:ident,)* })*) => {
        mod $over {
            $(mod $module {
                $(#$test
                async fn $name() {
                    super::super::$module::$name(super::super::Transport::$transport).await;
                })*
            })*
        }
    };
}

scenarios! {
    registration {
        a_new_visitor_is_a_guest,
        a_known_token_updates_the_visitor,
        a_known_phone_number_keeps_the_old_token,
        a_known_address_takes_the_new_token,
        a_replaced_token_is_good_for_transcripts_alone,
        the_token_weighs_more_than_the_phone_number_and_that_more_than_the_address,
        what_is_empty_counts_as_not_given,
        a_blank_token_is_refused,
        arguments_of_the_wrong_form_are_refused,
        a_department_is_found_by_id_and_by_name,
        an_address_is_checked_by_old_servers_alone,
        custom_fields_are_written_where_they_are_defined,
        a_custom_field_may_leave_a_value_alone,
        newer_servers_want_all_required_fields,
        old_servers_lose_the_fields_of_a_visitor_found_by_phone_number,
        open_rooms_take_on_the_name,
        old_servers_collect_what_the_browser_tells,
    }
    visitors {
        a_visitor_is_found_by_token,
        a_visitor_is_found_by_id,
        the_token_left_with_version_8_5,
        a_login_is_needed,
        a_permission_is_needed,
        permissions_can_be_given_and_taken,
        the_query_is_checked,
        old_servers_check_the_query_before_the_permission,
        a_removed_visitor_is_not_found,
    }
    page_visits {
        a_visit_is_noted_in_its_room,
        a_visit_without_a_room_waits_for_one,
        a_visit_without_a_room_is_forgotten_after_thirty_days,
        neither_token_nor_room_is_checked,
        another_kind_of_change_is_not_noted,
        visits_are_hidden_unless_the_workspace_shows_them,
        arguments_are_checked_in_the_words_of_the_version,
        the_list_is_paged,
        the_list_has_two_paths,
        the_list_can_be_sorted,
        an_unknown_room_is_refused,
    }
    bad_input {
        lists_and_objects_in_a_query_have_one_form,
        a_value_in_a_query_is_of_its_kind,
        newer_servers_refuse_a_query_that_cannot_be_decoded,
        a_body_is_an_object,
        a_message_may_be_long,
        a_body_beyond_the_limit_is_not_read,
    }
    blocking {
        a_blocked_visitor_writes_no_more,
        one_channel_is_blocked_and_not_the_others,
        conflicts_are_resolved_by_what_is_sent_or_all_at_once,
        a_deleted_contact_takes_all_rooms_along,
    }
    queue {
        conversations_wait_for_their_turn,
        a_leap_of_time_does_what_small_steps_do,
        those_who_wait_are_told_their_place,
        an_agent_has_so_many_conversations_and_no_more,
        a_department_has_a_limit_of_its_own,
        who_is_offline_takes_nothing_where_conversations_wait,
        another_server_that_routes_is_not_asked,
        a_room_that_waits_too_long_is_closed,
        a_limit_that_is_set_later_holds_for_those_who_wait,
        an_unanswered_room_goes_to_the_next_agent_once,
        an_unanswered_room_goes_back_where_agents_take_rooms,
        an_abandoned_room_is_closed_or_put_on_hold,
        a_department_decides_when_a_room_is_abandoned,
        a_visitor_who_answers_has_not_left,
        a_room_on_hold_for_too_long_is_closed,
        a_visitors_message_ends_the_hold,
        a_department_falls_back_as_often_as_the_workspace_says,
        some_agents_come_first,
        who_waits_is_served_by_whom_it_waits_for,
        agents_take_turns_as_the_workspace_has_it,
        only_a_server_with_a_licence_balances_and_rotates,
        some_contacts_are_not_served,
        a_channel_is_verified_first,
    }
    leaving {
        who_is_gone_for_too_long_is_replaced,
        who_comes_back_in_time_keeps_the_room,
        a_room_is_closed_when_its_agent_is_gone,
        a_room_without_another_agent_waits_or_stays,
        a_room_on_hold_is_not_handed_on,
        only_leaving_counts,
    }
    integrations {
        a_closed_room_gets_its_transcript_as_a_file,
        a_room_is_closed_with_a_transcript,
        closed_rooms_are_removed_all_at_once,
        the_settings_of_the_webhook_are_kept,
        external_services_of_triggers_are_not_reached,
        outbound_messages_go_by_the_providers_that_there_are,
    }
    chat_history {
        the_documented_page_is_the_first_of_fourteen,
        an_unknown_visitor_has_no_history,
        the_room_decides_about_access,
    }
    login {
        one_logs_in_with_name_address_or_token,
        a_login_that_is_wrong_is_refused,
        a_second_factor_is_asked_for,
        a_logout_ends_the_login,
        the_caller_is_shown,
        old_servers_say_success_in_another_way,
        a_form_is_read_too,
    }
    rate_limits {
        the_sixth_registration_in_a_minute_is_refused,
        the_window_ends,
        administrators_are_exempt,
        there_is_no_limit_unless_asked_for,
        limits_of_an_operations_own_came_with_a_version,
        a_workspace_may_have_no_limits,
        what_users_write_has_a_limit_of_its_own_by_method,
    }
    rooms {
        a_new_room_goes_to_the_agent_who_is_there,
        a_room_is_refused_with_reason,
        nobody_there_is_an_error_response_or_a_wait,
        under_manual_selection_rooms_wait_to_be_taken,
        agents_take_turns,
        a_department_gives_to_its_own,
        a_closed_room_is_never_opened_again,
        closing_is_refused_with_reason,
        a_prompt_for_a_transcript_follows_where_it_is_offered,
        a_survey_keeps_what_is_asked,
        a_visitor_is_handed_on_to_a_department,
        a_widget_says_so_in_its_cookies,
        older_rooms_have_fewer_fields,
    }
    messages {
        a_message_is_stored_and_counted,
        an_answer_ends_the_wait,
        the_same_id_is_the_same_message,
        writing_is_refused_with_reason,
        a_message_is_read_edited_and_deleted_by_its_author,
        the_history_goes_back_in_time,
        a_workspace_hides_kinds_of_system_messages,
        a_link_to_a_message_quotes_it,
        an_edit_changes_the_copy_of_the_last_message,
        the_last_message_is_one_that_is_announced,
        after_a_deletion_the_last_message_is_the_one_before,
        unread_messages_are_counted_as_the_workspace_says,
        only_the_first_of_several_answers_is_a_response,
        staff_write_for_a_visitor,
    }
    methods {
        a_method_is_called_and_its_errors_are_those_of_the_version,
    }
    staff {
        who_takes_an_inquiry_serves_the_room,
        taking_is_refused_with_reason,
        agents_see_the_queue_of_their_departments,
        a_room_goes_back_into_the_queue_once,
        a_room_is_forwarded_to_an_agent,
        a_room_is_forwarded_to_a_department,
        a_room_is_held_and_resumed,
        a_closed_room_is_deleted_with_its_messages,
        an_agent_joins_only_what_they_may_see,
        staff_close_what_they_serve,
        who_joined_a_room_may_close_it,
        a_room_is_closed_by_force_where_that_is_allowed,
        the_queue_shows_the_last_message_where_agents_see_it,
        a_close_may_need_a_comment_and_tags,
        the_messages_of_a_room_are_listed,
        the_routing_decides_about_the_queue,
        two_calls_at_once_leave_one_winner,
    }
    transfers {
        the_new_agent_comes_before_the_old_one_goes,
        the_agent_or_another_user_transfers,
        under_manual_selection_a_department_queues,
        a_department_without_an_agent_may_fall_back_to_another,
        an_agent_named_within_a_department_is_online_and_works_there,
        the_serving_agent_does_not_count_as_one_of_the_next_department,
        a_fallback_is_another_department_too,
        an_agent_of_both_departments_stays,
        a_room_without_visitor_or_inquiry_is_not_transferred,
        a_transfer_says_who_and_where_from_and_since_when_it_waits,
        a_department_may_take_conversations_while_nobody_is_there,
        who_looked_in_before_counts_once,
    }
    room_lists {
        the_newest_rooms_come_first_with_their_departments,
        filters_narrow_the_list,
        an_undefined_department_is_none_to_older_servers,
        agents_list_their_own_rooms_alone,
        old_servers_know_agents_by_name,
        each_source_of_rooms_is_listed_once,
        the_queue_tells_who_serves_how_many,
    }
    room_info {
        particulars_are_saved_where_they_are_given,
        saving_particulars_is_refused_with_reason,
        a_transcript_is_asked_for_once,
        who_closes_decides_about_the_transcript,
        a_transcript_is_offered_or_always_sent,
        a_department_wants_tags_whoever_closes,
        a_text_message_opens_or_continues_a_conversation,
        text_messages_are_refused_with_reason,
        each_provider_has_a_form_of_its_own,
        a_text_message_brings_more_than_text,
        a_text_message_goes_to_a_department,
    }
    visitor_fields {
        a_field_is_written_to_the_visitor_or_the_room,
        older_servers_fail_where_nothing_is_written,
        any_text_is_a_status,
        who_is_removed_leaves_nothing,
        who_leaves_takes_the_rooms_of_older_tokens_too,
        a_visitor_is_told_of_the_agent,
        mail_is_accepted,
        an_offline_message_needs_somebody_who_gets_it,
        the_configuration_goes_by_the_settings,
    }
    departments {
        a_department_is_created_updated_and_deleted,
        a_department_is_refused_with_reason,
        what_a_department_has_is_matched,
        a_workspace_may_have_a_limit,
        an_archived_department_stays_closed,
        agents_are_added_changed_and_removed,
        agents_are_given_with_the_department,
        departments_are_listed_by_every_filter,
        departments_are_completed_as_one_types,
        departments_are_found_by_id,
        removal_takes_a_setting,
        a_removed_department_leaves_its_rooms,
        writing_takes_a_permission,
    }
    editions {
        what_needs_a_licence_is_refused_without_one,
        older_servers_have_no_path_for_it,
        a_community_server_has_one_department,
        its_settings_read_as_if_they_were_off,
        what_visitors_are_offered_takes_a_licence_in_part,
        a_removed_department_is_still_forwarded_to,
    }
    versions {
        a_request_may_ask_for_another_version,
        a_version_without_a_profile_is_refused,
    }
    passed_over {
        each_of_several_is_named,
        people_and_departments_that_are_none_are_named,
        who_may_not_manage_a_unit_is_told_so,
        ids_that_nobody_knows_are_named,
        what_has_no_effect_is_named,
        what_takes_a_licence_is_named,
    }
    analytics {
        a_conversation_shows_in_every_figure,
        an_empty_range_has_no_figures,
        arguments_are_checked,
        figures_take_a_permission_and_some_a_licence,
        days_are_those_of_the_reporting_time_zone,
        a_chart_has_hours_or_days,
        a_department_has_figures_of_its_own,
        lists_of_figures_have_pages,
        an_agent_is_available_until_gone,
        who_was_silent_has_abandoned_the_conversation,
        older_servers_have_a_busiest_day_of_the_week,
        reports_show_a_monitor_the_rooms_of_the_units,
        the_documented_conversations_are_in_their_states,
    }
    tags {
        a_tag_is_saved_read_and_deleted,
        a_tag_is_refused_with_reason,
        tags_are_shown_to_those_who_use_them,
    }
    canned_responses {
        a_response_is_saved_read_and_deleted,
        a_response_is_refused_with_reason,
        responses_are_shown_to_those_who_use_them,
        placeholders_are_filled_in_where_an_agent_serves,
    }
    service_levels {
        a_policy_is_created_updated_and_deleted,
        a_policy_is_refused_with_reason,
        a_room_in_the_queue_is_given_a_policy,
        priorities_are_renamed_and_reset,
        a_room_is_given_a_priority_and_loses_it,
        a_new_room_is_given_both,
        a_room_is_saved_with_both,
        the_queue_is_ordered_as_the_workspace_says,
        what_a_priority_needs_is_a_user_with_a_name,
    }
    workspace {
        custom_fields_are_saved_listed_and_deleted,
        custom_fields_are_refused_with_reason,
        visitors_are_asked_for_a_new_field_at_once,
        triggers_are_saved_and_shown_to_visitors,
        the_appearance_is_made_of_settings,
        no_other_setting_can_be_changed,
        the_appearance_takes_values_as_a_form_has_them,
        staff_without_the_permission_change_nothing,
    }
    business_hours {
        the_default_hours_are_there,
        hours_are_saved_updated_and_deleted,
        hours_are_refused_with_reason,
        agents_begin_and_end_work_by_the_clock,
        a_login_begins_no_work_once_hours_are_switched_off,
        a_visitors_silence_counts_inside_of_the_hours,
        nobody_begins_outside_of_the_hours,
        departments_have_hours_of_their_own,
        a_department_that_is_gone_keeps_no_hours,
        hours_follow_daylight_saving_from_midnight_on,
        without_a_licence_there_are_the_default_hours,
    }
    units {
        a_unit_is_created_updated_and_deleted,
        a_unit_is_refused_with_reason,
        monitors_and_departments_of_a_unit_are_counted,
        a_department_joins_and_leaves_a_unit,
        rooms_carry_the_units_of_their_departments,
        monitors_see_what_belongs_to_their_units,
        departments_are_offered_to_a_unit,
        a_user_becomes_a_monitor_and_is_one_no_longer,
        a_server_without_a_licence_has_no_units,
    }
    contacts {
        a_contact_is_created_read_and_updated,
        a_contact_is_refused_with_reason,
        an_unknown_contact_is_no_page_or_null,
        contacts_are_searched_for,
        a_search_echoes_how_many_were_asked_for,
        it_is_told_whether_a_contact_exists,
        a_room_makes_a_contact_of_its_visitor,
        older_rooms_have_the_contact_in_the_copy_of_the_visitor,
        who_was_saved_before_is_recognized_by_an_address,
        contacts_learn_from_who_registers_again,
        custom_fields_reach_the_contact,
        a_months_answers_are_the_contacts_activity,
        a_renamed_contact_renames_its_rooms,
        custom_fields_of_a_contact_are_those_that_are_defined,
        the_history_of_a_contact_is_what_is_over,
        the_channel_that_was_used_last_stands_for_its_name,
        who_is_removed_takes_the_contact_along,
        who_looks_after_a_contact_looks_after_the_visitor,
        a_visitor_is_a_contact_of_the_older_kind,
        a_contact_of_the_older_kind_names_all_its_rooms,
        a_contact_of_the_older_kind_is_refused_with_reason,
        a_contact_of_the_older_kind_is_looked_up,
    }
    agents {
        agents_and_managers_are_listed,
        lists_of_agents_are_filtered,
        each_type_takes_its_own_permission,
        a_user_becomes_an_agent_and_is_one_no_longer,
        who_is_no_agent_is_shown_as_null,
        another_type_is_refused,
        an_agent_goes_and_comes_back,
        anothers_status_takes_a_permission,
        a_status_is_refused_with_reason,
        an_agents_limits_and_departments_are_saved,
        departments_can_be_narrowed_to_enabled_ones,
    }
    visitor_search {
        visitors_are_searched,
        a_search_tells_no_token,
        names_are_completed,
        conversations_are_searched,
        the_room_decides_about_a_search_too,
        open_rooms_of_a_token_are_listed,
    }
    files {
        a_file_becomes_a_message,
        a_file_is_served_to_those_who_may_have_it,
        texts_of_the_form_go_into_the_message,
        pictures_and_sounds_are_shown_as_such,
        an_upload_takes_an_open_room_of_the_token,
        a_file_is_refused_with_reason,
        older_servers_refuse_a_file_in_other_words,
        a_name_can_do_no_harm,
        a_file_goes_with_its_message_and_with_its_room,
    }
    auxiliary {
        the_version_is_told,
        a_user_is_made_an_agent_and_serves_a_visitor,
        a_user_is_created_and_deleted,
        a_user_is_refused_with_reason,
        a_presence_is_set,
        permissions_are_given_and_taken,
        settings_take_effect_at_once,
        a_setting_keeps_a_value_of_any_type,
        agents_write_into_rooms,
        a_message_is_checked_before_its_room,
        what_a_message_has_is_kept_or_refused,
        a_thread_counts_its_replies,
        a_bridge_posts_and_looks_up,
        rooms_are_shown_to_those_who_may_see_them,
        plain_routes_take_a_login_and_permissions,
    }
    unknown_paths {
        newer_servers_answer_text,
        old_servers_tell_a_wrong_method,
        outside_of_the_api_there_is_the_web_application,
        the_head_of_a_response_can_be_asked_for_alone,
        pages_of_other_origins_ask_first,
        old_servers_answer_preflights_where_they_have_an_operation,
        pictures_and_sounds_of_widgets_are_there,
        every_answer_has_the_servers_headers,
    }
}
