import { type EmbedTarget, loaderAddressOf } from './options.ts'

/** Values of ours stand in single quotes of PHP: addresses and hashes, without a quote or a backslash. */
function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, '')}'`
}

/**
 * A plugin for WordPress 6.5 or later in one file: a block and a shortcode, both rendered by the server of WordPress, so
 * that they are there without scripts, too. Script modules of WordPress carry no hash, so the tag is printed here.
 */
export function wordpressPlugin(target: Pick<EmbedTarget, 'ticketOrigin' | 'loader'>): string {
  return PLUGIN.replace('%ORIGIN%', () => quoted(target.ticketOrigin))
    .replace('%SRC%', () => quoted(loaderAddressOf(target)))
    .replace('%INTEGRITY%', () => quoted(target.loader.integrity))
}

const PLUGIN = `<?php
/**
 * Plugin Name: Tuvens Tickets
 * Description: Shows the tickets of a Tuvens event: as the block "Tuvens tickets", or as [tuvens_tickets event="11"].
 * Version: 1.0.0
 * Requires at least: 6.5
 * Requires PHP: 7.4
 */

if (!defined('ABSPATH')) {
    exit;
}

const TUVENS_TICKETS_ORIGIN = %ORIGIN%;
const TUVENS_TICKETS_SRC = %SRC%;
const TUVENS_TICKETS_INTEGRITY = %INTEGRITY%;
const TUVENS_TICKETS_ATTRIBUTES = ['checkout', 'theme', 'locale', 'promo-code', 'campaign', 'label'];

/** The element of an event, as safe HTML; nothing for what is no event. */
function tuvens_tickets_render($attributes)
{
    $event = isset($attributes['event']) ? trim((string) $attributes['event']) : '';
    if (!preg_match('/^[1-9][0-9]{0,14}$/D', $event)) {
        return '';
    }
    $tag = isset($attributes['form']) && $attributes['form'] === 'button' ? 'tuvens-button' : 'tuvens-tickets';
    $html = '<' . $tag . ' event="' . esc_attr($event) . '"';
    foreach (TUVENS_TICKETS_ATTRIBUTES as $name) {
        // The names of attributes of shortcodes and blocks have no hyphen.
        $value = $attributes[str_replace('-', '_', $name)] ?? '';
        if (is_string($value) && $value !== '') {
            $html .= ' ' . $name . '="' . esc_attr($value) . '"';
        }
    }
    $page = TUVENS_TICKETS_ORIGIN . '/embed/event/' . $event . '/tickets';
    add_action('wp_footer', 'tuvens_tickets_script');
    return $html . '><a href="' . esc_url($page) . '">Tickets</a></' . $tag . '>';
}

/** The loader, once a page, where a page has tickets. */
function tuvens_tickets_script()
{
    printf(
        '<script type="module" crossorigin src="%s" integrity="%s"></script>',
        esc_url(TUVENS_TICKETS_SRC),
        esc_attr(TUVENS_TICKETS_INTEGRITY)
    );
}

/** Keeps what is below the tickets in its place while they load. */
function tuvens_tickets_style()
{
    wp_register_style('tuvens-tickets', false, [], '1.0.0');
    wp_enqueue_style('tuvens-tickets');
    wp_add_inline_style('tuvens-tickets', 'tuvens-tickets{display:block;min-height:34rem}');
}

const TUVENS_TICKETS_EDITOR = <<<'JS'
wp.blocks.registerBlockType('tuvens/tickets', {
    edit: function (props) {
        return wp.element.createElement(
            'div',
            wp.blockEditor.useBlockProps(),
            wp.element.createElement(wp.components.TextControl, {
                label: 'Tickets of the event with this id',
                value: props.attributes.event,
                onChange: function (event) { props.setAttributes({ event: event }); },
            })
        );
    },
    save: function () { return null; },
});
JS;

function tuvens_tickets_init()
{
    wp_register_script('tuvens-tickets-editor', false, ['wp-blocks', 'wp-element', 'wp-components', 'wp-block-editor'], '1.0.0', true);
    wp_add_inline_script('tuvens-tickets-editor', TUVENS_TICKETS_EDITOR);
    $text = ['type' => 'string', 'default' => ''];
    register_block_type('tuvens/tickets', [
        'api_version' => 3,
        'title' => 'Tuvens tickets',
        'category' => 'embed',
        'icon' => 'tickets-alt',
        'editor_script_handles' => ['tuvens-tickets-editor'],
        'attributes' => array_fill_keys(
            array_merge(['event', 'form'], array_map(fn ($name) => str_replace('-', '_', $name), TUVENS_TICKETS_ATTRIBUTES)),
            $text
        ),
        'render_callback' => 'tuvens_tickets_render',
    ]);
    add_shortcode('tuvens_tickets', 'tuvens_tickets_render');
}

add_action('init', 'tuvens_tickets_init');
add_action('wp_enqueue_scripts', 'tuvens_tickets_style');
`
