"""The modules of Asterisk that the exchange loads: nothing is loaded by itself, so nothing unwanted listens."""

GROUPS = {
    "stores and timing": (
        "res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd res_crypto res_http_websocket "
        "res_websocket_client res_security_log res_pjsip_acl"
    ),
    "sound files and codecs": (
        "format_wav format_pcm format_sln codec_alaw codec_ulaw codec_g722 codec_resample codec_opus_open_source "
        "res_format_attr_opus"
    ),
    "bridges": "bridge_simple bridge_native_rtp bridge_holding bridge_softmix bridge_builtin_features",
    "media": "res_rtp_asterisk res_srtp chan_bridge_media res_rtp_multicast chan_rtp chan_websocket",
    "sip": (
        "res_pjproject res_pjsip res_pjsip_pubsub res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id "
        "res_pjsip_nat res_pjsip_registrar res_pjsip_authenticator_digest res_pjsip_outbound_authenticator_digest "
        "res_pjsip_outbound_registration res_pjsip_endpoint_identifier_user res_pjsip_endpoint_identifier_ip "
        "res_pjsip_refer res_pjsip_dtmf_info res_pjsip_rfc3326 res_pjsip_header_funcs res_pjsip_dlg_options "
        "res_pjsip_transport_websocket res_pjsip_logger chan_pjsip func_pjsip_endpoint func_pjsip_contact "
        "func_pjsip_aor"
    ),
    "dialplan": (
        "pbx_config func_channel func_callerid func_logic func_strings func_global func_db func_timeout "
        "func_groupcount func_devstate func_hangupcause app_dial app_playback app_queue app_stack app_echo "
        "app_playtones app_mixmonitor app_verbose res_musiconhold"
    ),
    "ari": (
        "res_stasis app_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop "
        "res_stasis_device_state res_ari_model res_ari res_ari_applications res_ari_asterisk res_ari_bridges "
        "res_ari_channels res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks "
        "res_ari_recordings res_ari_sounds"
    ),
}
MODULES = tuple(name for names in GROUPS.values() for name in names.split())
# Without these there is no telephone; what else is missing in an older Asterisk is left out.
NEEDED = ("chan_pjsip", "res_pjsip_transport_websocket", "res_srtp", "app_stasis", "res_ari", "app_mixmonitor")
